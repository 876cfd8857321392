using System.Data.Common;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Databases.Reading;

/// <summary>What a foreign database's refusal means. Decided by SQLSTATE and by how far we were; the driver's own text is never repeated: it may quote values.</summary>
internal static class ReadFault
{
    private static readonly (string Prefix, FailureKind Kind, string Advice)[] Known =
    [
        ("28", FailureKind.Config, "the database does not let us in: check user and password in the connection, and whether the account is locked"),
        ("3D000", FailureKind.Config, "the database of that name does not exist: correct it in the connection"),
        ("42P01", FailureKind.Config, "the table does not exist: correct table (with its schema), or ask the supplier"),
        ("3F000", FailureKind.Config, "the schema does not exist: correct table, or ask the supplier"),
        ("42703", FailureKind.Config, "a column does not exist: compare columns, id and time with the table"),
        ("42501", FailureKind.Config, "our account may not read or mark it: ask the supplier for the permission"),
        ("25006", FailureKind.Config, "the query tries to write: only reading is allowed"),
        ("42", FailureKind.Config, "the statement is not accepted: check the query, and the types of id and time"),
        ("22", FailureKind.Config, "a value cannot be read or compared: check the query, and the types of id and time"),
        ("57014", FailureKind.Transient, "the database did not answer in time: raise timeoutSeconds, or ask for an index on time and id"),
        ("53300", FailureKind.Transient, "the database has no connection free"),
        ("40", FailureKind.Transient, "the database gave way to another transaction"),
        ("08", FailureKind.Transient, "the connection was cut"),
        ("57P", FailureKind.Transient, "the database is stopping or starting"),
    ];

    public static ConnectorException Explain(Exception failure, ReadStep step)
    {
        string state = (failure as DbException)?.SqlState ?? "";
        if (state.Length > 0 && Array.Find(Known, k => state.StartsWith(k.Prefix, StringComparison.Ordinal)) is { Advice: not null } known)
        {
            return new ConnectorException(known.Kind, $"{known.Advice} (SQLSTATE {state})", failure);
        }

        if (failure is TimeoutException || failure.InnerException is TimeoutException)
        {
            return new ConnectorException(FailureKind.Transient, "the database did not answer in time: raise timeoutSeconds, or ask for an index on time and id", failure);
        }

        if (failure is InvalidCastException or OverflowException)
        {
            return new ConnectorException(FailureKind.Config, "a value is of a type that cannot be read exactly: leave its column out, or cast it to text in a query", failure);
        }

        bool silentDriver = failure is DbException { IsTransient: false } && state.Length == 0 && failure.InnerException is null;
        return (step, silentDriver) switch
        {
            (ReadStep.Connect, _) => new ConnectorException(FailureKind.Transient, $"the database cannot be reached ({failure.GetType().Name}): check address, port and firewall, and that it runs", failure),
            (ReadStep.Ask, true) => new ConnectorException(FailureKind.Config, "the statement is not accepted: does the table exist, has it all the columns, and may we read it?", failure),
            _ => new ConnectorException(FailureKind.Transient, "the connection was cut; collected again by the next run", failure),
        };
    }
}
