using System.Collections.Concurrent;
using System.Data.Common;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Databases;

/// <summary>The connections to foreign databases: one pool for each driver and connection string, for the life of the process. Thread-safe.</summary>
internal sealed class DatabaseConnections : IDisposable
{
    private readonly ConcurrentDictionary<(DatabaseDriver, string), Lazy<DbDataSource>> _sources = new();

    /// <summary>Reads the secret setting <c>connection</c> and says what is wrong with it, never what stands in it.</summary>
    public static SecretReference Read(SettingsReader reader)
    {
        var connection = reader.Secret("connection");
        if (connection.IsReference && connection.Problem() is null && Parse(connection.Resolve()) is null)
        {
            // of what is switched off the real string may still be to come
            reader.Findings.Add(new ConfigFinding(
                "", 0, "$.connection", connection.Text, "what it points to is no connection string", "write key=value pairs with ; between them, as the driver's manual says") { IsUnset = true });
        }

        return connection;
    }

    /// <summary>The pool. The secret is resolved at every use, so that a rotated password serves the next connection. Errors: <see cref="ConnectorException"/> of kind Config.</summary>
    public DbDataSource For(DatabaseDriver driver, SecretReference connection)
    {
        string text = connection.Resolve();
        return _sources.GetOrAdd((driver, text), static key => new Lazy<DbDataSource>(() => Create(key.Item1, key.Item2))).Value;
    }

    public void Dispose()
    {
        foreach (var source in _sources.Values.Where(source => source.IsValueCreated))
        {
            source.Value.Dispose();
        }
    }

    private static DbDataSource Create(DatabaseDriver driver, string text)
    {
        try
        {
            return driver.Load().CreateDataSource(text);
        }
        catch (ArgumentException bad)
        {
            // the driver's message may repeat a part of the string
            throw new ConnectorException(FailureKind.Config, $"the connection string is not one of this driver ({bad.GetType().Name}): compare its keys with the driver's manual");
        }
    }

    private static DbConnectionStringBuilder? Parse(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
