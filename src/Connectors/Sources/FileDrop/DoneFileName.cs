using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>
/// How the empty file is named that says another one is finished: <c>{name}</c> is that file's whole name, <c>{stem}</c> its name without the last ending
/// (<c>{name}.ok</c>: x.csv.ok; <c>{stem}.done</c>: x.done).
/// </summary>
internal sealed record DoneFileName(string Before, string Placeholder, string After)
{
    private const string WholeName = "{name}", Stem = "{stem}";

    /// <summary>Several files may have one done-file.</summary>
    public bool MayBeShared => Placeholder == Stem;

    public string Of(string name) => Before + (MayBeShared ? Path.GetFileNameWithoutExtension(name) : name) + After;

    /// <summary>Whether a name can be a done-file's; such files are never collected themselves.</summary>
    public bool Fits(ReadOnlySpan<char> name) =>
        name.Length > Before.Length + After.Length && name.StartsWith(Before, StringComparison.Ordinal) && name.EndsWith(After, StringComparison.Ordinal);

    /// <summary>From <c>doneFile</c>, or <c>doneFileSuffix</c>, its short form for <c>{name}</c>.</summary>
    public static DoneFileName? Read(SettingsReader reader, string pattern)
    {
        string? suffix = reader.OptionalText("doneFileSuffix"), template = reader.OptionalText("doneFile");
        if (suffix is not null && (suffix.Length is < 2 or > 20 || suffix[0] != '.' || suffix.AsSpan().ContainsAny('/', '\\', '\0')))
        {
            reader.Add("doneFileSuffix", suffix, "a suffix begins with a dot and has 2 to 20 characters", "write something like .done, or null");
            return null;
        }

        if (template is null)
        {
            return suffix is null ? null : new DoneFileName("", WholeName, suffix);
        }

        var read = Split(template, WholeName) ?? Split(template, Stem);
        if (suffix is not null)
        {
            reader.Add("doneFile", template, "doneFileSuffix says the same", "keep one of both");
        }
        else if (read is null)
        {
            reader.Add("doneFile", template, "a done-file is named after its file", "write something like {name}.ok or {stem}.done");
        }
        else if (read.MayBeShared && pattern.EndsWith(read.After, StringComparison.OrdinalIgnoreCase))
        {
            reader.Add("doneFile", template, "files of the pattern would be done-files themselves", "give done-files another ending than the pattern has");
        }

        return read;
    }

    private static DoneFileName? Split(string template, string placeholder)
    {
        int at = template.IndexOf(placeholder, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var read = new DoneFileName(template[..at], placeholder, template[(at + placeholder.Length)..]);
        string fixedPart = read.Before + read.After;
        bool usable = fixedPart.Length is > 0 and <= 40 && !read.Before.StartsWith('.') && !fixedPart.AsSpan().ContainsAny("/\\{}") && !fixedPart.Any(char.IsControl);
        return usable ? read : null;
    }
}
