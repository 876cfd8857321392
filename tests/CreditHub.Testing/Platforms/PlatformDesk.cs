using System.Security.Cryptography;
using System.Text;

namespace CreditHub.Testing.Platforms;

/// <summary>Decides packets: idempotency, versions, checks. Pure book-keeping, no HTTP.</summary>
internal sealed class PlatformDesk(FakePlatformOptions options, PlatformBooks books, IRecordCheck? check)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>Executes a packet once and writes it to the log; a packet already executed is left alone.</summary>
    public PlatformRequest Execute(PlatformRequest request, PlatformPacket packet, PlatformFault? fault)
    {
        lock (books.Gate)
        {
            if (books.Receipt(packet.PacketId) is { } earlier)
            {
                books.Write(request with { Repeated = true, ReceiptNo = earlier.ReceiptNo });
                return earlier;
            }

            var decisions = new List<PlatformDecision>(packet.Records.Count);
            var staged = new Dictionary<string, int>();
            foreach (var record in packet.Records)
            {
                var decision = Decide(packet, record, staged, fault);
                decisions.Add(decision);
                if (decision.Changed)
                {
                    staged[record.RecordId] = record.Version;
                }
            }

            var line = request with
            {
                ReceiptNo = NextReceipt(request.At), Pending = fault?.Kind == PlatformFaultKind.Pending, Decisions = decisions,
            };
            books.Write(line);
            return line;
        }
    }

    private PlatformDecision Decide(PlatformPacket packet, PlatformRecord record, Dictionary<string, int> staged, PlatformFault? fault)
    {
        int held = staged.TryGetValue(record.RecordId, out int version) ? version : books.Holding(packet.Dataset, record.RecordId)?.Version ?? 0;
        var decision = new PlatformDecision(record.RecordId, record.Version, record.Operation, "ACCEPTED", ContentSha256: Digest(record));
        if (record.Version <= held)
        {
            return decision with { Status = record.Version == held ? "DUPLICATE" : "STALE" };
        }

        if (fault?.Kind == PlatformFaultKind.RejectRecords && fault.Records?.Invoke(record) != false)
        {
            return decision with { Status = "REJECTED", Code = fault.Code, Field = fault.Field, Message = fault.Message };
        }

        var today = DateOnly.FromDateTime(options.Time.GetUtcNow().ToOffset(Beijing).Date);
        if (check?.Check(packet.Sender, packet.Dataset, packet.Edition, record, today) is { } finding)
        {
            return decision with { Status = "REJECTED", Code = finding.Code, Field = finding.Field, Message = finding.Message };
        }

        return decision with { Changed = true };
    }

    private string NextReceipt(DateTimeOffset at) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{options.ReceiptPrefix}{at.ToOffset(Beijing):yyyyMMdd}{books.Counters.Packets + 1:D8}");

    private static string? Digest(PlatformRecord record) =>
        record.Operation == "PUBLISH" ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record.Data.GetRawText()))) : null;
}
