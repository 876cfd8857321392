namespace CreditHub.Worker.Tests.Conventions;

/// <summary>Promises of the README that only the repository itself can keep.</summary>
public sealed class LauncherTests
{
    [Theory]
    [InlineData("credithub")]
    [InlineData(".ci/run")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Scripts_are_executable(string file) =>
        Assert.True(File.GetUnixFileMode(Path.Combine(Repository.Root, file)).HasFlag(UnixFileMode.UserExecute), file);

    [Fact]
    public void The_readme_names_every_command()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var commands = Repository.Sources("src/Worker/Commands")
            .SelectMany(f => f.Lines)
            .Select(line => System.Text.RegularExpressions.Regex.Match(line, "line\\.Command\\(\"([a-z]+)\""))
            .Where(m => m.Success)
            .Select(m => m.Groups[1].Value)
            .Except(["add", "list", "revoke"])
            .ToList();
        Assert.Contains("sync", commands);
        Assert.Equal("", string.Join(", ", commands.Where(c => !readme.Contains($"`{c}", StringComparison.Ordinal))));
    }

    [Fact]
    public void Program_is_a_table_of_contents() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Root, "src/Worker/Program.cs")).Length, 1, 60);
}
