using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Connectors.Exchange;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FrontDatabase;

/// <summary>
/// The statements of the front tables. Names come from config, were checked and are quoted; values are parameters always, in the order of their markers.
/// </summary>
internal sealed class FrontSql(FrontDatabaseSettings settings)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private readonly TechnicalColumns _technical = settings.Technical;

    /// <summary>Asks for no row: fails when the table or one of its columns is not there.</summary>
    public string Probe(FrontTable table)
    {
        var columns = Told().Concat(table.Columns.Values).Concat(
            new[] { _technical.Operation, _technical.Reason, _technical.Time, _technical.Hash, _technical.Sender, _technical.Dataset, _technical.Edition, _technical.Content }.OfType<string>());
        return $"select {Names(columns)} from {settings.Driver.Name(table.Name)} where 1 = 0";
    }

    /// <summary>The rows of a packet: record, version and, where there are such columns, status, code, field, message.</summary>
    public void Find(DbCommand command, FrontTable table, Guid packetId)
    {
        command.CommandText = $"select {Names(Told())} from {settings.Driver.Name(table.Name)} where {settings.Driver.Name(_technical.Packet)} = {settings.Driver.Parameter(0)}";
        Add(command.Parameters, command.CreateParameter, packetId.ToString("D"));
    }

    /// <summary>One row. Returns its statement.</summary>
    public string Insert(FrontTable table, Delivery delivery, DeliveryRecord record, DbParameterCollection parameters, Func<DbParameter> create)
    {
        var columns = new List<string>();
        void Put(string? column, object? value, DbType? type = null)
        {
            if (column is not null)
            {
                columns.Add(column);
                Add(parameters, create, value, type);
            }
        }

        bool publish = record.Operation == Operation.Publish;
        Put(_technical.Packet, delivery.PacketId.ToString("D"));
        Put(_technical.Record, record.Id.ToString());
        Put(_technical.Version, record.Version);
        Put(_technical.Operation, !publish ? settings.Operations.Delete : record.Version == 1 ? settings.Operations.Insert : settings.Operations.Update);
        Put(_technical.Reason, publish ? null : record.Reason);
        Put(_technical.Time, DateTime.SpecifyKind(delivery.SentAt.ToOffset(Beijing).DateTime, DateTimeKind.Unspecified));
        Put(_technical.Hash, publish ? Convert.ToHexStringLower(SHA256.HashData(record.Data.Span)) : null);
        Put(_technical.Sender, delivery.Sender);
        Put(_technical.Dataset, delivery.Dataset);
        Put(_technical.Edition, delivery.Edition);
        Put(_technical.Content, publish ? Encoding.UTF8.GetString(record.Data.Span) : null);
        foreach (var (field, text) in table.Columns.Count == 0 && _technical.Content is not null ? [] : RecordFields.Read(record.Data.Span))
        {
            var (value, type) = Typed(table, field, text);
            Put(table.Column(field), value, type);
        }

        return $"insert into {settings.Driver.Name(table.Name)} ({Names(columns)}) values ({string.Join(", ", columns.Select((_, i) => settings.Driver.Parameter(i)))})";
    }

    private IEnumerable<string> Told() => new[] { _technical.Record, _technical.Version, _technical.Status, _technical.Code, _technical.Field, _technical.Message }.OfType<string>();

    private string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(settings.Driver.Name));

    /// <summary>A text that is no date or number after all goes as it is: the table refuses it, and the record gets its reason.</summary>
    private static (object Value, DbType? Type) Typed(FrontTable table, string field, string text)
    {
        if (table.Dates.Contains(field) && DateTime.TryParseExact(text, "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return (day, DbType.Date);
        }

        return table.Numbers.Contains(field) && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number)
            ? (number, DbType.Decimal)
            : (text, null);
    }

    private void Add(DbParameterCollection parameters, Func<DbParameter> create, object? value, DbType? type = null)
    {
        var parameter = create();
        if (settings.Driver.Marker != "?")
        {
            parameter.ParameterName = $"p{parameters.Count}";
        }

        if (type is { } known)
        {
            parameter.DbType = known;
        }

        parameter.Value = value ?? DBNull.Value;
        parameters.Add(parameter);
    }
}
