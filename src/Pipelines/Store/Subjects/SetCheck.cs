using CreditHub.Pipelines.Catalog;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>A dataset's check that needs other records than one.</summary>
internal sealed record SetCheck(short DatasetNo, CheckDefinition Check)
{
    /// <summary>The checks of one rule as parameters <c>numbers</c>, <c>fields</c> and <c>messages</c>.</summary>
    public static NpgsqlParameter[] Parameters(IEnumerable<SetCheck> checks, string rule)
    {
        SetCheck[] named = [.. checks.Where(c => c.Check.Rule == rule)];
        return
        [
            new("numbers", NpgsqlDbType.Array | NpgsqlDbType.Smallint) { Value = named.Select(c => c.DatasetNo).ToArray() },
            new("fields", named.Select(c => c.Check.Arguments[0]).ToArray()),
            new("messages", named.Select(c => c.Check.Message).ToArray()),
        ];
    }
}
