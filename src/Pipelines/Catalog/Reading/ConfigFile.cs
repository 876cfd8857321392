namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>One file of the config folder. <see cref="Name"/> is relative, with slashes; <see cref="Root"/> is null when it is no JSON object (then there is a finding), or not meant to be one.</summary>
internal sealed class ConfigFile(string name, byte[] bytes, FileFindings findings)
{
    public string Name { get; } = name;

    public byte[] Bytes { get; } = bytes;

    public FileFindings Findings { get; } = findings;

    public ConfigNode? Root { get; init; }

    /// <summary>File name without folder and extension.</summary>
    public string Stem => Path.GetFileNameWithoutExtension(Name);

    /// <summary>Name of the folder it lies in.</summary>
    public string Folder => Path.GetFileName(Path.GetDirectoryName(Name)) ?? "";
}
