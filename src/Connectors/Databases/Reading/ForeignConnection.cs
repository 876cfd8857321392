using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Databases.Reading;

/// <summary>Connections and commands for reading: address checked, nothing may be written, deadlines set, values only as parameters.</summary>
internal static class ForeignConnection
{
    private static readonly string[] HostKeys = ["Host", "Server"];

    public static async Task<DbConnection> OpenAsync(ReadSettings settings, DatabaseConnections connections, CancellationToken ct)
    {
        await CheckAddressAsync(settings.Connection.Resolve(), ct).ConfigureAwait(false);
        return await connections.For(settings.Driver, settings.Connection).OpenConnectionAsync(ct).ConfigureAwait(false);
    }

    /// <summary>PostgreSQL and its family are told that nothing is written and how long a statement may take; other drivers know the deadline only.</summary>
    public static async Task RestrictAsync(ReadSettings settings, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (settings.Driver.Directory is null)
        {
            int milliseconds = (int)settings.Timeout.TotalMilliseconds;
            await using var command = Command(settings, connection, transaction, new RowQuestion(
                string.Create(CultureInfo.InvariantCulture, $"set transaction read only; set local statement_timeout = {milliseconds}"), []));
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
    }

    public static DbCommand Command(ReadSettings settings, DbConnection connection, DbTransaction transaction, RowQuestion question)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = question.Sql;
        command.CommandTimeout = (int)settings.Timeout.TotalSeconds + 5;
        Fill(settings, command.Parameters, command.CreateParameter, question);
        return command;
    }

    /// <summary>Changes some rows by a statement each, in one round trip where the driver can.</summary>
    public static async Task ChangeAsync(ReadSettings settings, DbConnection connection, DbTransaction transaction, IEnumerable<RowQuestion> changes, CancellationToken ct)
    {
        if (!connection.CanCreateBatch)
        {
            foreach (var change in changes)
            {
                await using var command = Command(settings, connection, transaction, change);
                await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }

            return;
        }

        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        batch.Timeout = (int)settings.Timeout.TotalSeconds + 5;
        await using var parameters = connection.CreateCommand();
        foreach (var change in changes)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = change.Sql;
            Fill(settings, command.Parameters, parameters.CreateParameter, change);
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    private static void Fill(ReadSettings settings, DbParameterCollection parameters, Func<DbParameter> create, RowQuestion question)
    {
        for (int i = 0; i < question.Values.Count; i++)
        {
            var parameter = create();
            parameter.ParameterName = settings.Driver.Marker == "?" ? "" : string.Create(CultureInfo.InvariantCulture, $"p{i}");
            parameter.Value = question.Values[i];
            parameters.Add(parameter);
        }
    }

    /// <summary>The rules of <see cref="SocketGuard"/> for every host the connection string names; sockets of this machine are paths.</summary>
    private static async Task CheckAddressAsync(string text, CancellationToken ct)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = text };
        foreach (string host in HostKeys.Where(parts.ContainsKey).SelectMany(key => (parts[key].ToString() ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            if (host.Length == 0 || host[0] is '/' or '@')
            {
                continue;
            }

            try
            {
                await SocketGuard.ResolveAsync(host.Split(':')[0], ct).ConfigureAwait(false);
            }
            catch (AddressRefusedException refused)
            {
                throw new ConnectorException(FailureKind.Config, $"the address of the database is refused: {refused.Message}", refused);
            }
            catch (SocketException unknown)
            {
                throw new ConnectorException(FailureKind.Transient, "the name of the database's host is not known now: check it, and the name service", unknown);
            }
        }
    }
}
