using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Platforms.FrontDatabase;

/// <summary>The columns of every front table that speak about the row instead of the record. Null: the table has no such column.</summary>
internal sealed record TechnicalColumns
{
    /// <summary>Packet id, 36 characters.</summary>
    public required string Packet { get; init; }

    /// <summary>Record id, 64 characters.</summary>
    public required string Record { get; init; }

    /// <summary>Version of the record, a number.</summary>
    public required string Version { get; init; }

    /// <summary>The word for insert, update or delete.</summary>
    public string? Operation { get; init; }

    /// <summary>Why a record is withdrawn.</summary>
    public string? Reason { get; init; }

    /// <summary>When the packet was made, Beijing time.</summary>
    public string? Time { get; init; }

    /// <summary>SHA-256 of the record's data, 64 characters; empty for a withdrawal.</summary>
    public string? Hash { get; init; }

    public string? Sender { get; init; }

    public string? Dataset { get; init; }

    public string? Edition { get; init; }

    /// <summary>The record's data as JSON text, for tables that hold many datasets.</summary>
    public string? Content { get; init; }

    /// <summary>Written by the other side: its word on the row.</summary>
    public string? Status { get; init; }

    public string? Code { get; init; }

    public string? Field { get; init; }

    public string? Message { get; init; }

    public static TechnicalColumns Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return new TechnicalColumns { Packet = "packet_id", Record = "record_id", Version = "record_version" };
        }

        var names = new List<string>();
        string? Column(string key, string? usual = null)
        {
            string? name = reader.OptionalText(key) ?? usual;
            if (name is not null)
            {
                FrontTable.Check(reader, key, name, parts: 1);
                if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    reader.Add(key, name, "this column is named twice", "give each its own column");
                }

                names.Add(name);
            }

            return name;
        }

        var columns = new TechnicalColumns
        {
            Packet = Column("packet", "packet_id")!, Record = Column("record", "record_id")!, Version = Column("version", "record_version")!,
            Operation = Column("operation"), Reason = Column("reason"), Time = Column("time"), Hash = Column("hash"),
            Sender = Column("sender"), Dataset = Column("dataset"), Edition = Column("edition"), Content = Column("content"),
            Status = Column("status"), Code = Column("code"), Field = Column("field"), Message = Column("message"),
        };
        if (columns.Status is null && (columns.Code ?? columns.Field ?? columns.Message) is not null)
        {
            reader.Add("status", null, "code, field and message are read only beside a status", "name the status column, or remove them");
        }

        reader.Done();
        return columns;
    }
}
