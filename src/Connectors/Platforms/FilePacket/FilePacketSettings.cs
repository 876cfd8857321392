using System.Buffers;
using System.Text.Json;
using CreditHub.Connectors.Exchange;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>Where packets go, what they look like and where the other side's feedback comes.</summary>
internal sealed record FilePacketSettings
{
    private static readonly SearchValues<char> InNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.{}");
    private static readonly string[] Parts = ["{sender}", "{dataset}", "{edition}", "{date}", "{number}"];

    public required PacketFormat Format { get; init; }

    /// <summary>Name of a packet without ending; <c>{number}</c> is in it.</summary>
    public required string Name { get; init; }

    /// <summary>Ending of a feedback file behind the packet's name.</summary>
    public required string FeedbackEnding { get; init; }

    /// <summary>True: accepted is what the feedback says. False: there is none, and a packet handed over is accepted.</summary>
    public required bool AwaitsFeedback { get; init; }

    public required StatusWords Statuses { get; init; }

    /// <summary>How soon feedback is looked for again.</summary>
    public required TimeSpan Ask { get; init; }

    /// <summary>The file server that keeps the directories; null: this machine.</summary>
    public TransportSettings? Server { get; init; }

    /// <summary>The packets' directory: full path on this machine, or as the server names it.</summary>
    public required string Directory { get; init; }

    /// <summary>The directories lie under the data directory and are made when absent.</summary>
    public bool Own { get; init; }

    public string? FeedbackDirectory { get; init; }

    public static (FilePacketSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement element, string dataDirectory)
    {
        var reader = new SettingsReader(element);
        string format = reader.Choice("format", "Xml", "Xml", "Csv", "Json");
        var server = ServerSettings.Read(reader);
        bool feedback = reader.Choice("acknowledge", "feedback", "feedback", "handover") == "feedback";
        string written = reader.RequiredText("directory");
        string? read = feedback ? reader.RequiredText("feedbackDirectory") : reader.OptionalText("feedbackDirectory");
        if (!feedback && read is not null)
        {
            reader.Add("feedbackDirectory", read, "without feedback nothing is read there", "remove it, or set acknowledge to feedback");
        }

        var settings = new FilePacketSettings
        {
            Format = Enum.Parse<PacketFormat>(format),
            Name = ReadName(reader),
            FeedbackEnding = reader.Text("feedbackEnding", ".feedback." + format.ToLowerInvariant()),
            AwaitsFeedback = feedback,
            Statuses = StatusWords.Read(reader, "statuses", StatusWords.Protocol),
            Ask = TimeSpan.FromSeconds(reader.Integer("askSeconds", 300, 1, 3600)),
            Server = server,
            Directory = Place("directory", written),
            FeedbackDirectory = string.IsNullOrEmpty(read) ? null : Place("feedbackDirectory", read),
            Own = server is null && !Path.IsPathRooted(written),
        };
        CheckEnding(reader, settings);
        if (server is null && settings.FeedbackDirectory is not null && Path.IsPathRooted(read) != Path.IsPathRooted(written))
        {
            reader.Add("feedbackDirectory", read, "one directory is ours and the other is not", "write both relative (under the data directory) or both absolute");
        }

        reader.Done();
        return (settings, reader.Findings);

        string Place(string key, string text) => server is null ? LocalPlace(reader, key, text, dataDirectory) : TransportSettings.ReadDirectory(reader, key);
    }

    /// <summary>The packet's file name without ending. Pure.</summary>
    public string NameOf(Delivery delivery) => Name
        .Replace("{sender}", delivery.Sender, StringComparison.Ordinal)
        .Replace("{dataset}", delivery.Dataset, StringComparison.Ordinal)
        .Replace("{edition}", delivery.Edition, StringComparison.Ordinal)
        .Replace("{date}", delivery.SentAt.ToOffset(TimeSpan.FromHours(8)).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{number}", PacketNumber.Of(delivery.PacketId), StringComparison.Ordinal);

    private static string ReadName(SettingsReader reader)
    {
        string name = reader.Text("name", "{sender}_{dataset}_{date}_{number}");
        string plain = Parts.Aggregate(name, (text, part) => text.Replace(part, "", StringComparison.Ordinal));
        if (!name.Contains("{number}", StringComparison.Ordinal))
        {
            reader.Add("name", name, "names without {number} would overwrite each other", "add {number}");
        }
        else if (name.Length > 120 || name[0] == '.' || plain.AsSpan().ContainsAnyExcept(InNames) || plain.AsSpan().ContainsAny('{', '}'))
        {
            reader.Add("name", name, "not a file name made of letters, digits, _ - . and known parts", "use " + string.Join(' ', Parts));
        }

        return name;
    }

    private static void CheckEnding(SettingsReader reader, FilePacketSettings settings)
    {
        string ending = settings.FeedbackEnding;
        if (ending.Length is < 2 or > 40 || ending[0] is not ('.' or '_' or '-') || ending.AsSpan().ContainsAnyExcept(InNames) || ending.AsSpan().ContainsAny('{', '}') || ending == ".zip")
        {
            reader.Add("feedbackEnding", ending, "not an ending of a feedback file", "write something like .feedback.xml");
        }
    }

    private static string LocalPlace(SettingsReader reader, string key, string written, string dataDirectory)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory));
        string path = written.Contains('\0', StringComparison.Ordinal) ? root : Path.GetFullPath(Path.Combine(root, written));
        if (written.Length == 0)
        {
            return path;
        }

        if (!Path.IsPathRooted(written) && !path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            reader.Add(key, written, "a relative directory must lie under the data directory", "write it without .., or absolute");
        }
        else if (Path.IsPathRooted(written) && !System.IO.Directory.Exists(path))
        {
            reader.Add(key, written, "the directory does not exist", "create or mount it, and let the service user write there");
        }

        return path;
    }
}
