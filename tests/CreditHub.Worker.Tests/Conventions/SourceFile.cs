namespace CreditHub.Worker.Tests.Conventions;

/// <summary>A file by its path from the root.</summary>
internal sealed record SourceFile(string Name, string[] Lines)
{
    /// <summary>Folder from the root.</summary>
    public string Folder => Name[..Name.LastIndexOf('/')];

    /// <summary><c>file:line</c> of every line that matches, with the line.</summary>
    public IEnumerable<string> Where(Func<string, bool> matches) =>
        Lines.Select((line, i) => (line, i)).Where(l => matches(l.line)).Select(l => $"{Name}:{l.i + 1}: {l.line.Trim()}");
}
