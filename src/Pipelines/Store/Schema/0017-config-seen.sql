-- When a sender whose configuration is in force at the platform was last at work. Where that stands still its senders are gone, and the configuration that was read
-- last among those who are left is in force. Example: '2026-11-29 08:00'.
alter table hub.platform add column config_seen timestamptz not null default clock_timestamp();
