using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>What a run brought: numbers in the order they came, and the cursor after each payload.</summary>
internal sealed class Collected
{
    public List<int> Numbers { get; } = [];

    /// <summary>Records that could not be split.</summary>
    public int Faulty { get; private set; }

    public List<Cursor> Cursors { get; } = [];

    /// <summary>The most bytes on the managed heap seen while it ran.</summary>
    public long PeakHeap { get; private set; }

    /// <summary>Collects as the hub does: lands a payload, reads it, settles it, keeps its cursor; stops after <paramref name="payloads"/> as if killed.</summary>
    public async Task<Collected> RunAsync(ScriptedSupplier supplier, Cursor from, int payloads, CancellationToken ct)
    {
        var source = supplier.Open();
        await foreach (var payload in source.FetchAsync(new FetchWindow(from), ct))
        {
            if (Cursors.Count == payloads)
            {
                break;
            }

            string digest = await TakeAsync(supplier, payload, ct);
            Cursors.Add(payload.CursorAfter);
            await source.SettleAsync(new SettledPayload(payload.Name, digest, PayloadOutcome.Merged, ""), ct);
        }

        return this;
    }

    private async Task<string> TakeAsync(ScriptedSupplier supplier, FetchedPayload payload, CancellationToken ct)
    {
        string path = Path.Combine(Path.GetTempPath(), "credithub-" + Guid.NewGuid().ToString("N"));
        await using var landed = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using (var stream = await payload.OpenAsync(ct))
        {
            await stream.CopyToAsync(landed, ct);
        }

        landed.Position = 0;
        string digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(landed, ct));
        landed.Position = 0;
        int before = Numbers.Count + Faulty;
        await foreach (var record in supplier.Decoder.DecodeAsync(landed, ct))
        {
            Take(record);
        }

        if (payload.Declared?.Invoke() is { } declared)
        {
            Assert.Equal(declared, Numbers.Count + Faulty - before);
        }

        return digest;
    }

    private void Take(RawRecord record)
    {
        if (record.Fault is not null)
        {
            Faulty++;
            return;
        }

        int column = record.Columns.ToList().IndexOf("n");
        if (column < 0)
        {
            // as the mapping says it in the hub
            throw new ConnectorException(FailureKind.Payload, "缺少列：n");
        }

        Numbers.Add(int.Parse(Encoding.UTF8.GetString(record[column]), CultureInfo.InvariantCulture));
        if (Numbers.Count % 1000 == 0)
        {
            PeakHeap = Math.Max(PeakHeap, GC.GetTotalMemory(forceFullCollection: false));
        }
    }
}
