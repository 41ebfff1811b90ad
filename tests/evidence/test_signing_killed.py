from odoo.tests import tagged

from ..common import SIGNATURE
from ..killed import KilledServerCase

# Signs for a user, or makes the copies of what is signed, as a request and the scheduler do. After the given step it
# stops, with its work written but not committed, and waits to be killed. No PDF engine is needed, and no mail leaves.
SERVER = """
import signal
from odoo.addons.hr_mentorship.models.evidence import hr_mentorship_agreement, pdf_seal
user_id, agreement_id, stop, image = {user_id}, {agreement_id}, {stop!r}, {image!r}
agreement = env["hr.mentorship.agreement"].browse(agreement_id)
# The copies of this test's agreement alone
hr_mentorship_agreement.WITHOUT_COPY.append(("id", "=", agreement_id))

def stop_after(model, name):
    original = getattr(type(model), name)
    def patched(self, *args, **kwargs):
        result = original(self, *args, **kwargs)
        if stop == name:
            self.env.flush_all()
            print("STOPPED", flush=True)
            signal.pause()
        return result
    setattr(type(model), name, patched)

stop_after(env["hr.mentorship.signature"], "create")
for name in ("_seal", "_enter_into_force", "_attach_and_mail_copy"):
    stop_after(agreement, name)
type(env["ir.actions.report"])._render_qweb_pdf = lambda *args, **kwargs: (pdf_seal.make_blank_page(), "pdf")
type(env["mail.mail"]).send = lambda *args, **kwargs: True

if user_id:
    signer = agreement.with_user(user_id)
    signer._sign(signer.env.user.name, image, fingerprint=signer._get_fingerprint())
    env.cr.commit()
else:
    for _run in range(2):
        assert env.ref("hr_mentorship.ir_cron_send_signed_copies").method_direct_trigger() is True
        env.cr.commit()
print("FINISHED", flush=True)
"""


@tagged("post_install", "-at_install")
class TestSigningIsKilled(KilledServerCase):
    """The server dies while somebody signs: the signature is there as a whole or not at all, and is given again."""

    CRONS = ("ir_cron_send_signed_copies",)

    def start(self, user_id=False, stop=None):
        """Start a server in which the user signs, or, without one, that makes the copies."""
        script = SERVER.format(user_id=user_id, agreement_id=self.agreement_id, stop=stop, image=SIGNATURE)
        return self.start_server(script, bool(stop))

    def sign(self, user_id):
        """Sign in a server that lives."""

        def call(env):
            agreement = env["hr.mentorship.agreement"].browse(self.agreement_id)
            agreement._sign(env.user.name, SIGNATURE, fingerprint=agreement._get_fingerprint())

        self.assertFalse(self.errors(self.together((user_id, call))))

    def look(self):
        """Return all that signing changes, as it is committed."""

        def collect(env):
            agreement = env["hr.mentorship.agreement"].browse(self.agreement_id)
            pair = agreement.mentorship_id
            cron = env.ref("hr_mentorship.ir_cron_send_signed_copies")
            to_sign = env.ref("hr_mentorship.mail_activity_type_sign_agreement")
            files = env["ir.attachment"].search([("res_model", "=", agreement._name), ("res_id", "=", agreement.id)])
            mails = env["mail.mail"].search([("id", ">", self.last["mail.mail"])])
            triggers = env["ir.cron.trigger"].search([("id", ">", self.last["ir.cron.trigger"])])
            return {
                "states": (pair.state, agreement.state),
                "signed by": agreement.signature_ids.sorted("id").member_id.user_id.ids,
                "is fixed": bool(agreement.body_hash),
                "is sealed": bool(agreement.seal and agreement.final_hash and agreement.signed_at),
                "to sign": sorted(pair.activity_ids.filtered(lambda a: a.activity_type_id == to_sign).user_id.ids),
                "check-ins": bool(pair.checkin_ids),
                "copy is due": cron in triggers.cron_id,
                "copies": len(files),
                "mails": sorted(user for mail in mails for user in mail.recipient_ids.user_ids.ids),
                "changed": [part for part, is_intact in agreement._verify() if not is_intact],
                "chain": [
                    signature._get_known().get("previous") == signature._get_previous_hash()
                    for signature in agreement.signature_ids
                ],
            }

        return self.inspect(collect)

    def assert_nothing_remains_of(self, user_id, stop):
        """What somebody does in a server that is killed at ``stop`` leaves everything as it was."""
        before = self.look()
        with self.subTest(stop):
            self.kill(*self.start(user_id, stop))
            self.assertEqual(self.look(), before)
        return before

    def test_killed_while_somebody_signs_leaves_nothing_half_done(self):
        pair_id, mentor, mentee = self.add_pair("agreement")
        self.agreement_id = self.inspect(lambda env: env["hr.mentorship"].browse(pair_id).open_agreement_id.id)
        self.last = self.inspect(
            lambda env: {
                model: env[model].search([], order="id desc", limit=1).id or 0
                for model in ("mail.mail", "ir.cron.trigger")
            }
        )

        # Before the end of the first signature: nobody has signed, and the text may still change
        nothing = self.assert_nothing_remains_of(mentor, "create")
        self.assertEqual(nothing["states"], ("agreement", "draft"))
        self.assertEqual((nothing["signed by"], nothing["is fixed"]), ([], False))
        self.assertEqual(nothing["to sign"], sorted([mentor, mentee]))
        self.sign(mentor)

        # Between the last signature and the seal, after the seal, and when all has begun: the first one stays alone
        for stop in ("create", "_seal", "_enter_into_force"):
            half = self.assert_nothing_remains_of(mentee, stop)
        self.assertEqual(half["states"], ("agreement", "signing"))
        self.assertEqual((half["signed by"], half["to sign"]), ([mentor], [mentee]))
        self.assertEqual((half["is sealed"], half["check-ins"], half["copy is due"]), (False, False, False))
        self.sign(mentee)

        # While the copy is made: what is signed stays so, and nobody has a mail without the copy that is kept
        signed = self.assert_nothing_remains_of(False, "_attach_and_mail_copy")
        self.assertEqual(signed["states"], ("active", "signed"))
        self.assertEqual((signed["signed by"], signed["to sign"]), ([mentor, mentee], []))
        self.assertEqual((signed["is sealed"], signed["check-ins"], signed["copy is due"]), (True, True, True))
        self.assertEqual((signed["copies"], signed["mails"]), (0, []))

        # To the end, and once more: one copy, and one mail each
        self.start()
        after = self.look()
        self.assertEqual((after["copies"], after["mails"]), (1, sorted([mentor, mentee])))
        for state in (nothing, half, signed, after):
            self.assertEqual(state["changed"], [])
            self.assertEqual(state["chain"], [True] * len(state["signed by"]))
