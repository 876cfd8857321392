using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Exchange;

/// <summary>One element of <c>results</c>. Null when it is not clear what it says about which record.</summary>
internal static class ResultReader
{
    /// <summary>The reader stands on the start of the object and leaves on its end.</summary>
    public static RecordAnswer? Read(ref Utf8JsonReader json)
    {
        RecordId id = default;
        RecordStatus status = default;
        int version = 0;
        string? code = null, field = null, message = null;
        int seen = 0;
        bool doubled = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int bit = Bit(ref json);
            json.Read();
            doubled |= (seen & bit) != 0;
            bool readable = bit switch
            {
                1 => TryId(ref json, out id),
                2 => json.TokenType == JsonTokenType.Number && json.TryGetInt32(out version),
                4 => TryStatus(ref json, out status),
                8 => (code = AnswerText.Read(ref json)) is not null,
                16 => (field = AnswerText.Read(ref json)) is not null,
                32 => (message = AnswerText.Read(ref json)) is not null,
                _ => true,
            };
            seen |= readable ? bit : 0;
            json.Skip();
        }

        return !doubled && (seen & 7) == 7 ? new RecordAnswer(id, version, status, code, field, message) : null;
    }

    /// <summary>An escaped name is none of ours.</summary>
    private static int Bit(ref Utf8JsonReader json) => json.ValueSpan.Length switch
    {
        8 when json.ValueSpan.SequenceEqual("recordId"u8) => 1,
        7 when json.ValueSpan.SequenceEqual("version"u8) => 2,
        6 when json.ValueSpan.SequenceEqual("status"u8) => 4,
        4 when json.ValueSpan.SequenceEqual("code"u8) => 8,
        5 when json.ValueSpan.SequenceEqual("field"u8) => 16,
        7 when json.ValueSpan.SequenceEqual("message"u8) => 32,
        _ => 0,
    };

    private static bool TryId(ref Utf8JsonReader json, out RecordId id)
    {
        Span<byte> bytes = stackalloc byte[32];
        if (json.TokenType == JsonTokenType.String && json.ValueSpan.Length == 64
            && Convert.FromHexString(json.ValueSpan, bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == 32)
        {
            id = new RecordId(bytes);
            return true;
        }

        id = default;
        return false;
    }

    private static bool TryStatus(ref Utf8JsonReader json, out RecordStatus status)
    {
        status = default;
        if (json.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (json.ValueTextEquals("ACCEPTED"u8) || json.ValueTextEquals("DUPLICATE"u8))
        {
            status = RecordStatus.Accepted;
            return true;
        }

        if (json.ValueTextEquals("REJECTED"u8))
        {
            status = RecordStatus.Rejected;
            return true;
        }

        if (json.ValueTextEquals("STALE"u8))
        {
            status = RecordStatus.Stale;
            return true;
        }

        status = RecordStatus.Pending;
        return json.ValueTextEquals("PENDING"u8);
    }
}
