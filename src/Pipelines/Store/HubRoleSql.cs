namespace CreditHub.Pipelines.Store;

/// <summary>The role and database of the hub on a private cluster. The role owns its database and nothing else; it may make further databases (tests do).</summary>
internal static class HubRoleSql
{
    public const string RoleExists = "select count(*) from pg_roles where rolname = 'credithub'";

    public const string CreateRole = "create role credithub login createdb in role pg_monitor";

    public const string DatabaseExists = "select count(*) from pg_database where datname = 'credithub'";

    public const string CreateDatabase = "create database credithub owner credithub";
}
