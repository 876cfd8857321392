using System.Text.Json;
using System.Text.Unicode;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Exchange;

/// <summary>
/// Reads a receipt without a document tree. Strict: only what is said clearly counts. A result that is mistyped, doubled, of another version or of a record
/// not sent is left out, which makes its record unknown; a receipt of another packet, cut or without its number says nothing at all.
/// </summary>
internal sealed class ReceiptReader
{
    private readonly Expected? _expected;
    private readonly List<RecordAnswer> _results;
    private string? _packetId;
    private string? _receiptNo;
    private bool _hasResults;
    private bool _doubled;

    private ReceiptReader(IReadOnlyList<DeliveryRecord>? sent)
    {
        _expected = sent is null ? null : new Expected(sent);
        _results = new List<RecordAnswer>(sent?.Count ?? 16);
    }

    /// <summary>Null when the body is no receipt of this packet. <paramref name="sent"/> null: every result counts (receipt look-up).</summary>
    public static Receipt? Read(ReadOnlySpan<byte> body, Guid packetId, IReadOnlyList<DeliveryRecord>? sent)
    {
        if (!Utf8.IsValid(body))
        {
            return null;
        }

        var reader = new ReceiptReader(sent);
        try
        {
            if (!reader.ReadRoot(body))
            {
                return null;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        bool ours = Guid.TryParseExact(reader._packetId, "D", out var id) && id == packetId;
        return ours && !reader._doubled && reader._receiptNo is { Length: > 0 and <= 200 }
            ? new Receipt(reader._receiptNo, reader._hasResults ? reader.Results() : null, reader._expected?.Foreign ?? 0)
            : null;
    }

    private List<RecordAnswer> Results()
    {
        if (_expected is { HasDoubles: true } expected)
        {
            _results.RemoveAll(result => expected.IsDoubled(result));
        }
        else if (_expected is null)
        {
            var doubled = _results.CountBy(result => (result.Id, result.Version)).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();
            _results.RemoveAll(result => doubled.Contains((result.Id, result.Version)));
        }

        return _results;
    }

    private bool ReadRoot(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 32 });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("packetId"u8))
            {
                json.Read();
                _doubled |= _packetId is not null;
                _packetId = AnswerText.Read(ref json) ?? "";
                json.Skip();
            }
            else if (json.ValueTextEquals("receiptNo"u8))
            {
                json.Read();
                _doubled |= _receiptNo is not null;
                _receiptNo = AnswerText.Read(ref json) ?? "";
                json.Skip();
            }
            else if (json.ValueTextEquals("results"u8))
            {
                json.Read();
                _doubled |= _hasResults;
                ReadResults(ref json);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        // a second value behind the object would be another answer glued on: not ours to interpret
        return json.TokenType == JsonTokenType.EndObject && !json.Read();
    }

    private void ReadResults(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        _hasResults = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            if (ResultReader.Read(ref json) is { } result && (_expected is null || _expected.Take(result)))
            {
                _results.Add(result);
            }
        }
    }
}
