namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>
/// Notes that a packet was put in place: the other side takes files away, so an empty place alone does not say whether a packet was ever there. One small file
/// for each packet under the data directory; its content is the digest of the feedback that asked for the packet again, if one did.
/// Losing these notes is harmless: a packet is then put there once more, with the same number and bytes.
/// </summary>
internal sealed class HandedOver(string directory, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);
    private long _swept = long.MinValue;

    public bool Has(string number) => File.Exists(Path.Combine(directory, number));

    /// <summary>The digest noted for a packet, or "".</summary>
    public string Noted(string number)
    {
        string path = Path.Combine(directory, number);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    public void Note(string number, string feedbackDigest)
    {
        Directory.CreateDirectory(directory);
        string part = Path.Combine(directory, number + ".part");
        File.WriteAllText(part, feedbackDigest);
        File.Move(part, Path.Combine(directory, number), overwrite: true);
        Sweep();
    }

    private void Sweep()
    {
        long now = time.GetTimestamp(), last = Interlocked.Read(ref _swept);
        if (last != long.MinValue && time.GetElapsedTime(last, now) < TimeSpan.FromDays(1))
        {
            return;
        }

        Interlocked.Exchange(ref _swept, now);
        foreach (string file in Directory.EnumerateFiles(directory))
        {
            if (time.GetUtcNow() - File.GetLastWriteTimeUtc(file) > Kept)
            {
                File.Delete(file);
            }
        }
    }
}
