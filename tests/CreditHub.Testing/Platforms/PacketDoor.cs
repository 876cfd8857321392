using System.Globalization;
using System.Security.Cryptography;
using static CreditHub.Testing.Platforms.PlatformFaultKind;

namespace CreditHub.Testing.Platforms;

/// <summary>Takes a packet's bytes and headers, refuses what breaks the protocol, plays faults, has the rest executed.</summary>
internal sealed class PacketDoor(FakePlatformOptions options, PlatformBooks books, PlatformDesk desk, FaultScript faults, IRecordCheck? check)
{
    private readonly RateGate _rate = new(options.Limits.RequestsPerMinute, options.Time);

    public PacketVerdict Consider(PlatformRequest line, string? digest, byte[] body, int inFlight)
    {
        if (inFlight > options.Limits.MaxInFlight)
        {
            return Refuse(line, 429, "TOO_MANY_REQUESTS", "too many requests at the same time") with { RetryAfter = "1" };
        }

        if (_rate.Wait() is { } seconds)
        {
            return Refuse(line, 429, "TOO_MANY_REQUESTS", "too many requests in a minute") with { RetryAfter = seconds.ToString(CultureInfo.InvariantCulture) };
        }

        if (body.Length > options.Limits.MaxBytes)
        {
            return Refuse(line, 413, "TOO_LARGE", "too many bytes");
        }

        var hash = SHA256.HashData(body);
        line = line with { BodySha256 = Convert.ToHexStringLower(hash) };
        if (digest != $"sha-256=:{Convert.ToBase64String(hash)}:")
        {
            return Refuse(line, 400, "BAD_DIGEST", "Content-Digest does not match the body");
        }

        return PlatformPacket.Read(options.Form?.ToProtocol(body) ?? body, out var problem) is { } packet
            ? Consider(line with { Records = packet.Records.Count }, packet)
            : Refuse(line, 400, "BAD_PACKET", problem);
    }

    public static PacketVerdict Refuse(PlatformRequest line, int status, string code, string message) =>
        new(line with { Status = status, Error = $"{code}: {message}" }, status, PlatformAnswers.Error(code, message));

    private PacketVerdict Consider(PlatformRequest line, PlatformPacket packet)
    {
        if (packet.PacketId != line.PacketId || packet.Dataset != line.Dataset)
        {
            return Refuse(line, 400, "BAD_PACKET", "packetId or dataset differs from header or path");
        }

        if (packet.Records.Count > options.Limits.MaxRecords)
        {
            return Refuse(line, 413, "TOO_LARGE", "too many records");
        }

        if (options.Datasets?.Contains(packet.Dataset) == false || check?.Knows(packet.Dataset, packet.Edition) == false)
        {
            return Refuse(line, 404, "UNKNOWN_DATASET", "this dataset or edition is not taken here");
        }

        return Play(line, packet, faults.Next(packet.Dataset, packet.Records));
    }

    private PacketVerdict Play(PlatformRequest line, PlatformPacket packet, PlatformFault? fault)
    {
        line = line with { Fault = fault?.Kind.ToString() };
        return fault?.Kind switch
        {
            ServerError => Refuse(line, 500, "INTERNAL", "internal error"),
            Unavailable => Refuse(line, 503, "UNAVAILABLE", "maintenance") with { RetryAfter = fault.RetryAfter },
            TooManyRequests => Refuse(line, 429, "TOO_MANY_REQUESTS", "later") with { RetryAfter = fault.RetryAfter },
            Unauthorized => Refuse(line, 401, "UNAUTHORIZED", "token ended"),
            Forbidden => Refuse(line, 403, "FORBIDDEN", "not from you"),
            TooLarge => Refuse(line, 413, "TOO_LARGE", "too large today"),
            BadPacket => Refuse(line, 400, "BAD_PACKET", "a record breaks the packet"),
            ResetBefore => new PacketVerdict(line, 0, []) { Fault = fault },
            DelayedExecution => new PacketVerdict(line, 0, []) { Fault = fault, Later = () => ExecuteLater(line, packet) },
            _ => Execute(line, packet, fault),
        };
    }

    private PacketVerdict Execute(PlatformRequest line, PlatformPacket packet, PlatformFault? fault)
    {
        lock (books.Gate)
        {
            if (books.Receipt(packet.PacketId) is { } earlier && earlier.BodySha256 != line.BodySha256)
            {
                return Refuse(line, 409, "IDEMPOTENCY_MISMATCH", "this packetId came with another body before");
            }

            bool lost = fault?.Kind is LoseAnswer or HangAfter or CutAnswer;
            int status = lost ? 0 : fault?.Kind == ServerErrorAfter ? 500 : fault?.Kind == Pending ? 202 : 200;
            var executed = desk.Execute(line with { Status = status }, packet, fault);
            var answer = status == 202 ? PlatformAnswers.Taken(executed) : PlatformAnswers.Receipt(executed, books.IsPending(packet.PacketId), fault);
            return new PacketVerdict(line, status, answer) { Fault = fault, Logged = true };
        }
    }

    private PlatformRequest ExecuteLater(PlatformRequest line, PlatformPacket packet) =>
        desk.Execute(line with { At = options.Time.GetUtcNow(), Method = "EXECUTE" }, packet, fault: null);
}
