from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """To whom a match is explained, and of whom.

    Each sentence stands whole in the code for each reader, as other languages put “you” and a name in other places.
    """

    mentee: str
    """The name of the mentee."""
    mentor: str
    role: str = ""
    """Which of the two reads it: mentee or mentor; empty for anybody else."""

    @property
    def partner(self):
        """The name of the other one, where one of the two reads."""
        return self.mentor if self.role == "mentee" else self.mentee

    def turned(self):
        """The same with the two in each other's place."""
        return Reader(self.mentor, self.mentee, {"mentee": "mentor", "mentor": "mentee"}.get(self.role, self.role))

    def sort(self, of_mentee, of_mentor):
        """Return what is the reader's own, and what the partner's, where one of the two reads."""
        return (of_mentee, of_mentor) if self.role == "mentee" else (of_mentor, of_mentee)
