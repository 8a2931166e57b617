"""Event templates, events, calendars and times, in the back office and online."""

from . import event_searches, event_templates, events, online_events, online_templates
