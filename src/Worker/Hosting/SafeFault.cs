using System.Diagnostics;
using CreditHub.Pipelines.Model;
using Npgsql;

namespace CreditHub.Worker.Hosting;

/// <summary>An exception without its texts: types, SQLSTATE and places in our code. Only texts that are free of personal data by contract are kept.</summary>
internal static class SafeFault
{
    /// <summary>Outermost first, joined by <c> ← </c>.</summary>
    public static string Describe(Exception fault)
    {
        var parts = new List<string>();
        for (var at = fault; at is not null && parts.Count < 8; at = at.InnerException)
        {
            parts.Add(One(at));
        }

        return string.Join(" ← ", parts) + Places(fault);
    }

    private static string One(Exception fault) => fault switch
    {
        ConnectorException connector => $"{nameof(ConnectorException)}({connector.Kind}): {connector.OperatorMessage}",
        NotReachableException => $"{nameof(NotReachableException)}: {fault.Message}",
        PostgresException database => $"{nameof(PostgresException)} {database.SqlState} at {database.TableName ?? database.Routine}",
        _ => fault.GetType().Name,
    };

    private static string Places(Exception fault)
    {
        var ours = new StackTrace(fault).GetFrames().Select(f => f.GetMethod())
            .Where(m => m?.DeclaringType?.FullName?.StartsWith("CreditHub.", StringComparison.Ordinal) == true)
            .Take(6).Select(m => $"{m!.DeclaringType!.Name}.{m.Name}");
        string places = string.Join(" < ", ours);
        return places.Length == 0 ? "" : " @ " + places;
    }
}
