"""When two people meet: dates from a rhythm, on days on which both work.

Needs Python, dateutil and pytz, nothing of Odoo.
"""
