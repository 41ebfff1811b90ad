import ast
from pathlib import Path

from odoo.tests import TransactionCase, tagged

ADDON = Path(__file__).parent.parent
SHOWN = {
    "HrMentorshipReject.action_reject": "the pair goes from the list of proposals",
    "HrMentorshipWrapUp.action_wrap_up": "the state of the program changes",
    "HrMentorshipHandOver.action_hand_over": "the names on the program change",
    "HrMentorshipRefuseRedemption.action_refuse": "the request goes from the list",
    "HrMentorshipApprove.action_confirm": "the state of the program changes",
    "HrMentorshipApprove.action_agree": "the question goes from the program",
    "HrMentorshipAskForChanges.action_send": "the state of the program changes",
    "MailActivitySchedule.action_schedule_plan": "the checklist appears",
    "HrMentorshipProfileGuide.action_finish": "each step has been kept before",
}
"""What is seen on the page behind a dialog once that has closed, and needs no words."""


def find_silent():
    """Yield each method of a dialog that closes it and says nothing."""
    for path in sorted((ADDON / "wizards").rglob("*.py")):
        for owner in (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)):
            for method in (node for node in owner.body if isinstance(node, ast.FunctionDef)):
                for node in ast.walk(method):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reload":
                        yield f"{owner.name}.{method.name}"


@tagged("post_install", "-at_install")
class TestAcknowledgement(TransactionCase):
    def test_dialog_says_what_it_has_kept(self):
        self.assertEqual(set(find_silent()), set(SHOWN))
