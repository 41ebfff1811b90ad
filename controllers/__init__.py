from . import (
    checkin,
    export,
    link,
    link_amend,
    link_choices,
    link_invitation,
    link_pulse,
    link_track,
    my_data,
    payroll,
    reminders,
    verify,
)
from . import training
