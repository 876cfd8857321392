-- By which configuration a platform is sent to: of all that senders have read, the one read last. Example: ('a3f0…', '2026-11-29 08:00'). Who has read an older
-- one, and still runs, leaves the platform to others.
alter table hub.platform add column config_digest text, add column config_at timestamptz;
