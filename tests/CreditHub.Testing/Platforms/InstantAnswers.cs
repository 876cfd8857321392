using System.Buffers;
using System.Collections.Concurrent;

namespace CreditHub.Testing.Platforms;

/// <summary>Accepts whatever comes: finds record ids and versions by scanning bytes, keeps one number per packet.</summary>
internal sealed class InstantAnswers
{
    private readonly ConcurrentDictionary<string, long> _packets = [];
    private long _records;
    private long _repeats;

    public long Records => Volatile.Read(ref _records);

    public long Packets => _packets.Count;

    public long Repeats => Volatile.Read(ref _repeats);

    /// <summary>The packet's answer, every record accepted.</summary>
    public byte[] Answer(string packetId, ReadOnlySpan<byte> body)
    {
        bool fresh = _packets.TryAdd(packetId, _packets.Count + 1);
        var answer = new ArrayBufferWriter<byte>(64 << 10);
        answer.Write("{\"packetId\":\""u8);
        Ascii(answer, packetId);
        answer.Write("\",\"receiptNo\":\"I"u8);
        Ascii(answer, packetId);
        answer.Write("\",\"receivedAt\":\"2026-11-20T09:00:00.000+08:00\",\"results\":["u8);
        int count = Results(answer, body);
        answer.Write("]}"u8);
        if (fresh)
        {
            Interlocked.Add(ref _records, count);
        }
        else
        {
            Interlocked.Increment(ref _repeats);
        }

        return answer.WrittenSpan.ToArray();
    }

    private static int Results(ArrayBufferWriter<byte> answer, ReadOnlySpan<byte> rest)
    {
        int count = 0;
        while (true)
        {
            int at = rest.IndexOf("\"recordId\":"u8);
            if (at < 0)
            {
                return count;
            }

            rest = rest[(at + 11)..];
            rest = rest[(rest.IndexOf((byte)'"') + 1)..];
            var id = rest[..64];
            rest = rest[(rest.IndexOf("\"version\":"u8) + 10)..];
            rest = rest.TrimStart((byte)' ');
            int digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            answer.Write(count == 0 ? "{\"recordId\":\""u8 : ",{\"recordId\":\""u8);
            answer.Write(id);
            answer.Write("\",\"version\":"u8);
            answer.Write(rest[..digits]);
            answer.Write(",\"status\":\"ACCEPTED\"}"u8);
            count++;
        }
    }

    private static void Ascii(ArrayBufferWriter<byte> answer, string text)
    {
        var span = answer.GetSpan(text.Length);
        answer.Advance(System.Text.Encoding.ASCII.GetBytes(text, span));
    }
}
