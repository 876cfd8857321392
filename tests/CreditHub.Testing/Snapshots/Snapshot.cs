using System.Runtime.CompilerServices;

namespace CreditHub.Testing;

/// <summary>Compares text with a reviewed file beside the test: <c>Snapshots/NAME.txt</c>. The file is written only with <c>CREDITHUB_UPDATE_SNAPSHOTS=1</c>.</summary>
public static class Snapshot
{
    public static void Match(string actual, string name, [CallerFilePath] string testFile = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots", name + ".txt");
        var text = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("CREDITHUB_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        if (!File.Exists(file))
        {
            throw new SnapshotException($"No snapshot {file}. Look at the text, then run once with CREDITHUB_UPDATE_SNAPSHOTS=1:\n{text}");
        }

        var expected = File.ReadAllText(file).ReplaceLineEndings("\n");
        if (expected != text)
        {
            throw new SnapshotException($"{file} differs: {FirstDifference(expected, text)}");
        }
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        int line = Enumerable.Range(0, Math.Max(left.Length, right.Length)).First(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        return $"line {line + 1}\n  reviewed: {left.ElementAtOrDefault(line) ?? "(end)"}\n  now:      {right.ElementAtOrDefault(line) ?? "(end)"}";
    }
}
