namespace CreditHub.Testing.Platforms.Desks;

/// <summary>
/// The program behind a packet directory: takes every ZIP away, believes neither its name nor its manifest, reads the records by its own reader, decides, and leaves a
/// feedback file of the same name.
/// </summary>
public sealed class FakePacketDirectory(string directory, string feedbackDirectory, FakePlatformOptions options) : IDisposable
{
    public PlatformJudge Judge { get; } = new(options);

    /// <summary>Packets as they were taken, in order: name and bytes.</summary>
    public List<(string Name, byte[] Bytes)> Taken { get; } = [];

    /// <summary>Judges what lies there now. Returns the packets it took.</summary>
    public int JudgeAll()
    {
        if (!Directory.Exists(directory))
        {
            return 0;
        }

        Directory.CreateDirectory(feedbackDirectory);
        var files = Directory.GetFiles(directory, "*.zip").Where(f => Path.GetFileName(f)[0] != '.').Order(StringComparer.Ordinal).ToList();
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(file);
            File.Delete(file);
            Taken.Add((Path.GetFileName(file), bytes));
            Answer(Path.GetFileNameWithoutExtension(file), bytes);
        }

        return files.Count;
    }

    public void Dispose() => Judge.Dispose();

    private void Answer(string name, byte[] bytes)
    {
        var packet = PacketFile.Read(name, bytes, out string problem, out string ending);
        var fault = packet is null ? null : Judge.Faults.Next(packet.Dataset, packet.Records);
        string? whole = packet is null ? "BAD_PACKET"
            : !Judge.Takes(packet) ? "UNKNOWN_DATASET"
            : fault?.Kind switch
            {
                PlatformFaultKind.BadPacket => "BAD_PACKET",
                PlatformFaultKind.TooLarge => "TOO_LARGE",
                PlatformFaultKind.ServerError => "NOT_RECEIVED",
                _ => null,
            };
        if (whole is not null)
        {
            Judge.Refuse("FILE", name, $"{whole}: {problem}");
            Write(name, ending, FeedbackFile.Whole(ending, packet?.PacketId ?? name[^22..], whole));
            return;
        }

        var decided = Judge.Decide("FILE", packet!, fault);
        if (fault?.Kind is not (PlatformFaultKind.LoseAnswer or PlatformFaultKind.Pending))
        {
            Write(name, ending, FeedbackFile.Results(ending, decided, fault));
        }
    }

    private void Write(string name, string ending, string text)
    {
        string target = Path.Combine(feedbackDirectory, $"{name}.feedback.{ending}");
        File.WriteAllText(target + ".tmp", text);
        File.Move(target + ".tmp", target, overwrite: true);
    }
}
