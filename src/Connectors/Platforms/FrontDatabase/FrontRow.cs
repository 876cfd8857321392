using System.Data.Common;
using System.Globalization;
using CreditHub.Connectors.Exchange;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FrontDatabase;

/// <summary>One of our rows and what the other side wrote beside it. <paramref name="Status"/> null: a word nobody explained.</summary>
internal sealed record FrontRow(RecordId Id, int Version, RecordStatus? Status, string? Code = null, string? Field = null, string? Message = null)
{
    /// <summary>Null while it is not known what the other side means.</summary>
    public RecordAnswer? Answer => Status switch
    {
        null => null,
        RecordStatus.Rejected => new RecordAnswer(Id, Version, RecordStatus.Rejected, Code, Field, Message),
        { } status => new RecordAnswer(Id, Version, status, null, null, null),
    };

    /// <summary>Reads the columns in the order of <see cref="FrontSql.Find"/>. Null when it is not one of our rows.</summary>
    public static FrontRow? Read(DbDataReader row, FrontTable table, FrontDatabaseSettings settings)
    {
        var technical = settings.Technical;
        int at = 0;
        string? Next(string? column) => column is null ? null : Text(row, at++);
        string? record = Next(technical.Record), version = Next(technical.Version), status = Next(technical.Status);
        string? code = Next(technical.Code), field = table.Field(Next(technical.Field)), message = Next(technical.Message);
        if (!RecordId.TryParse(record, out var id) || !int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return null;
        }

        RecordStatus? meaning = technical.Status is null ? RecordStatus.Accepted : status is null ? RecordStatus.Pending : settings.Statuses.Find(status);
        return new FrontRow(id, number, meaning, code ?? status, field, message);
    }

    private static string? Text(DbDataReader row, int column) =>
        !row.IsDBNull(column) && Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture)?.Trim() is { Length: > 0 } text ? AnswerText.Clean(text) : null;
}
