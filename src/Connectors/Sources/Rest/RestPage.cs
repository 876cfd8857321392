using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>What one answer says about itself. <paramref name="Digest"/> is of the records alone: envelopes carry times and trace numbers.</summary>
internal sealed record RestPage(ReadOnlyMemory<byte> Body, int Rows, string Digest, long? Total, string? Next)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Errors: <see cref="ConnectorException"/>: Transient for a cut body, Config for something that is no JSON, Payload for JSON without what config promises.</summary>
    public static RestPage Read(ReadOnlyMemory<byte> body, RestSettings settings)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            body = body[3..];
        }

        using var document = Parse(body);
        var root = document.RootElement;
        if (settings.Records.Find(root) is not { ValueKind: JsonValueKind.Array } records)
        {
            throw new ConnectorException(FailureKind.Payload, $"the source answers without a list at {settings.Records.Text}: check \"records\", or ask the supplier");
        }

        string digest = Convert.ToHexString(SHA256.HashData(JsonMarshal.GetRawUtf8Value(records)));
        return new RestPage(body, records.GetArrayLength(), digest, ReadTotal(root, settings.Total), ReadNext(root, settings.Paging.Next));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException broken)
        {
            bool cut = body.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
            throw cut
                ? new ConnectorException(FailureKind.Transient, "the source's answer is cut or broken JSON", broken)
                : new ConnectorException(FailureKind.Config, "the source answers 200 with something that is no JSON (a login page?): check address and credentials", broken);
        }
    }

    private static long? ReadTotal(JsonElement root, JsonPath? path)
    {
        if (path is null)
        {
            return null;
        }

        return path.Find(root) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long total) && total >= 0
            ? total
            : throw new ConnectorException(FailureKind.Payload, $"the source answers without a number at {path.Text}: check \"total\", or ask the supplier");
    }

    private static string? ReadNext(JsonElement root, JsonPath? path) => path?.Find(root) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 and <= 4000 } next ? next : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw new ConnectorException(FailureKind.Payload, $"the value at {path!.Text} names no next page"),
    };
}
