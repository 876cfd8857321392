using System.Runtime.InteropServices;
using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>A JSON document.</summary>
internal sealed class JsonLayer(JsonDocument document, AnswerSettings settings) : ILayer
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public bool IsXml => false;

    /// <summary>An array has no names: what stands at the path are the records.</summary>
    public string Others => "";

    /// <summary>Errors: <see cref="ConnectorException"/>: Transient for a cut body, Config for something that is no JSON.</summary>
    public static JsonLayer Open(ReadOnlyMemory<byte> body, AnswerSettings settings)
    {
        try
        {
            return new JsonLayer(JsonDocument.Parse(body, Options), settings);
        }
        catch (JsonException broken)
        {
            bool cut = body.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
            throw cut
                ? new ConnectorException(FailureKind.Transient, "the source's answer is cut or broken JSON", broken)
                : new ConnectorException(FailureKind.Config, "the source answers 200 with something that is no JSON (a login page?): check address and credentials", broken);
        }
    }

    public string? Value(AnswerPath path)
    {
        try
        {
            return path.Json.Find(document.RootElement) switch
            {
                null or { ValueKind: JsonValueKind.Object or JsonValueKind.Array } => null,
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                { } other => other.GetRawText(),
            };
        }
        catch (InvalidOperationException)
        {
            // half of a surrogate pair: no value that anything could be compared with
            return null;
        }
    }

    public IReadOnlyList<UInt128>? Rows() => settings.Records.Json.Find(document.RootElement) is { ValueKind: JsonValueKind.Array } records
        ? [.. records.EnumerateArray().Select(record => RowDigest.Of(JsonMarshal.GetRawUtf8Value(record)))]
        : null;

    public void Dispose() => document.Dispose();
}
