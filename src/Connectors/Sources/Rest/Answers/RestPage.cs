using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>What one answer says about itself. <paramref name="Digest"/> is of the records alone: envelopes carry times and trace numbers.</summary>
internal sealed record RestPage(ReadOnlyMemory<byte> Body, IReadOnlyList<UInt128> RowDigests, UInt128 Digest, long? Total, string? Next)
{
    public int Rows => RowDigests.Count;

    /// <summary>Where the answer's <c>Link</c> header names the next page.</summary>
    public string? Link { get; init; }

    /// <summary>Why a page without records is not believed: what looks like records has another name. Null where nothing speaks against it.</summary>
    public string? Misnamed { get; init; }

    /// <summary>The same page without what has another name: for one that is believed all the same.</summary>
    public ReadOnlyMemory<byte> Blank { get; private init; }

    /// <summary>Errors: <see cref="ConnectorException"/> of kind Payload for an answer without what config promises.</summary>
    public static RestPage Read(OpenedAnswer answer, AnswerSettings settings)
    {
        var rows = answer.Rows() ?? throw new ConnectorException(FailureKind.Payload, $"the source answers without a list at {settings.Records.Text}: check \"records\"{Around(settings)}, or ask the supplier");
        var all = rows is List<UInt128> list ? CollectionsMarshal.AsSpan(list) : [.. rows];
        var page = new RestPage(answer.Body, rows, RowDigest.Of(MemoryMarshal.AsBytes(all)), ReadTotal(answer, settings.Total), ReadNext(answer, settings.Next));
        if (answer.Others is not { Length: > 0 } others)
        {
            return page;
        }

        var blank = Nothing(settings).Body;
        return page.Total == 0 ? page with { Body = blank } : page with
        {
            Blank = blank,
            Misnamed = $"the source answers no record at {settings.Records.Text}, but {others}: check \"records\"{Around(settings)}. If these are no records, let \"total\" or a rule of \"answers\" say that there are none",
        };
    }

    /// <summary>A page of a supplier who says that there is nothing: an empty list where records would stand.</summary>
    public static RestPage Nothing(AnswerSettings settings)
    {
        var parts = settings.Records.Parts;
        string body = settings.Records.IsXml
            ? string.Concat(parts.SkipLast(1).Select(p => $"<{p}>")) + string.Concat(parts.SkipLast(1).Reverse().Select(p => $"</{p}>"))
            : string.Concat(parts.Select(p => $"{{{System.Text.Json.JsonSerializer.Serialize(p)}:")) + "[]" + new string('}', parts.Count);
        return new RestPage(Encoding.UTF8.GetBytes(body), [], 0, null, null);
    }

    private static string Around(AnswerSettings settings) => settings.Unwrap is { } unwrap ? $" and \"unwrap\" ({unwrap.Text})" : "";

    private static long? ReadTotal(OpenedAnswer answer, AnswerPath? path)
    {
        if (path is null)
        {
            return null;
        }

        return long.TryParse(answer.Value(path)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long total)
            ? total
            : throw new ConnectorException(FailureKind.Payload, $"the source answers without a number at {path.Text}: check \"total\", or ask the supplier");
    }

    private static string? ReadNext(OpenedAnswer answer, AnswerPath? path) => (path is null ? null : answer.Value(path)) switch
    {
        null or "" or "null" => null,
        { Length: <= 4000 } next => next,
        _ => throw new ConnectorException(FailureKind.Payload, $"the value at {path!.Text} names no next page"),
    };
}
