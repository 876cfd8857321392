namespace CreditHub.Pipelines.Store;

/// <summary>What a server says about itself.</summary>
internal static class ServerSql
{
    public const string Facts = """
        select current_setting('server_version_num')::int / 10000 as "Major",
               current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as "KeepsPages",
               current_setting('synchronous_commit') <> 'off' as "KeepsCommits",
               coalesce(nullif(current_setting('client_connection_check_interval', true), '0'), '') <> '' as "NoticesDeadClients",
               current_setting('log_error_verbosity') = 'terse'
                 and current_setting('log_min_error_statement') in ('panic', 'fatal', 'log')
                 and current_setting('log_parameter_max_length_on_error', true) = '0' as "KeepsValuesOutOfLog",
               pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as "ReadOnly",
               current_setting('server_encoding') = 'UTF8' as "Utf8"
        """;
}
