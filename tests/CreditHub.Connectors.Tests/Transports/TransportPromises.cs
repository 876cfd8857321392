using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Transports;

/// <summary>What every transport keeps, whatever the server: run by the tests of each.</summary>
internal static class TransportPromises
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly string[] Plain = ["双公示 1.csv", "-rf.csv", "a'b\"c$(id)`x`;&|.csv", "%41#?*.csv", "a=1;type=dir; b.csv"];

    /// <summary><paramref name="home"/>: the served directory on this machine. <paramref name="names"/>: how many of the odd names are tried.</summary>
    public static async Task KeepsAllAsync(IFileTransport transport, string home, int names, params string[] hostile)
    {
        await using var session = await transport.OpenAsync(Stop);
        await ListsPlainFilesOnlyAsync(session, home, Plain[..names], hostile);
        await FetchesExactlyAsync(session, home);
        await PutsWholeAsync(session, home);
        await MovesWithoutOverwritingAsync(session, home);
        await DeletesOnceAsync(session, home);
    }

    /// <summary>The least: a file comes, a file goes.</summary>
    public static async Task KeepsFewAsync(IFileTransport transport, string home)
    {
        await using var session = await transport.OpenAsync(Stop);
        Write(home, Plain[0], [1, 2, 3]);
        string target = Path.Combine(home, "../target");
        await session.FetchAsync(Assert.Single((await session.ListAsync("", Stop)).Files), target, 3, Stop);
        await session.PutAsync(target, "", Plain[1], Stop);

        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(home, Plain[1]), Stop));
    }

    public static string Write(string home, string name, byte[] bytes)
    {
        string path = Path.Combine(home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, Noon.UtcDateTime);
        return path;
    }

    private static async Task ListsPlainFilesOnlyAsync(IFileSession session, string home, string[] plain, string[] hostile)
    {
        Assert.Empty((await session.ListAsync("", Stop)).Files);
        foreach (string name in plain.Concat(hostile))
        {
            Write(home, name, [1, 2, 3]);
        }

        File.CreateSymbolicLink(Path.Combine(home, "link.csv"), "/etc/hostname");
        Directory.CreateDirectory(Path.Combine(home, "folder.csv"));

        var listing = await session.ListAsync("", Stop);

        Assert.Equal(plain.Order(StringComparer.Ordinal), listing.Files.Select(f => f.Name).Where(n => n != "link.csv").Order(StringComparer.Ordinal));
        Assert.All(listing.Files.Where(f => f.Name != "link.csv"), f => Assert.Equal((3, Noon), (f.Size, f.Modified)));
        foreach (var file in listing.Files.Where(f => f.Name != "link.csv"))
        {
            Assert.Equal(file, await session.FindAsync("", file.Name, Stop));
            await session.FetchAsync(file, Path.Combine(home, "../fetched"), 3, Stop);
            Assert.True(await session.DeleteAsync("", file.Name, Stop));
        }

        var missing = await Assert.ThrowsAsync<ConnectorException>(() => session.ListAsync("nowhere", Stop));
        Assert.Equal(FailureKind.Config, missing.Kind);
        Assert.Contains("exist", missing.OperatorMessage, StringComparison.Ordinal);
        Assert.Null(await session.FindAsync("", "nothing.csv", Stop));
        foreach (string file in Directory.EnumerateFiles(home))
        {
            File.Delete(file);
        }
    }

    private static async Task FetchesExactlyAsync(IFileSession session, string home)
    {
        byte[] bytes = new byte[3_000_001];
        new Random(7).NextBytes(bytes);
        string path = Write(home, "large.zip", bytes), target = Path.Combine(home, "../large");
        var file = Assert.Single((await session.ListAsync("", Stop)).Files);

        await session.FetchAsync(file, target, bytes.Length, Stop);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(target, Stop));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(target));
        File.Delete(target);
        await RefusesAsync(() => session.FetchAsync(file, target, bytes.Length - 1, Stop), target);
        await RefusesAsync(() => session.FetchAsync(file with { Size = file.Size - 1 }, target, bytes.Length, Stop), target);
        await RefusesAsync(() => session.FetchAsync(file with { Size = file.Size + 1 }, target, bytes.Length + 1, Stop), target);
        File.SetLastWriteTimeUtc(path, Noon.UtcDateTime.AddSeconds(1));
        await RefusesAsync(() => session.FetchAsync(file, target, bytes.Length, Stop), target);
        File.Delete(path);
        await RefusesAsync(() => session.FetchAsync(file, target, bytes.Length, Stop), target);
    }

    private static async Task RefusesAsync(Func<Task> fetch, string target)
    {
        Assert.Equal(FailureKind.Transient, (await Assert.ThrowsAsync<ConnectorException>(fetch)).Kind);
        Assert.False(File.Exists(target));
    }

    private static async Task PutsWholeAsync(IFileSession session, string home)
    {
        byte[] bytes = new byte[700_003];
        new Random(8).NextBytes(bytes);
        string source = Write(home, "../source", bytes);

        await session.PutAsync(source, "out", "报送 '1'.zip", Stop);
        await session.PutAsync(source, "out", "报送 '1'.zip", Stop);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(home, "out", "报送 '1'.zip"), Stop));
        Assert.Equal("报送 '1'.zip", Assert.Single((await session.ListAsync("out", Stop)).Files).Name);
    }

    private static async Task MovesWithoutOverwritingAsync(IFileSession session, string home)
    {
        Write(home, "a.csv", [1]);

        Assert.Equal(RemoteMove.Done, await session.MoveAsync("a.csv", "done", "a.csv", Stop));
        Assert.Equal(RemoteMove.Missing, await session.MoveAsync("a.csv", "done", "a.csv", Stop));
        Write(home, "a.csv", [2]);
        Assert.Equal(RemoteMove.Taken, await session.MoveAsync("a.csv", "done", "a.csv", Stop));
        Assert.Equal([1], await File.ReadAllBytesAsync(Path.Combine(home, "done/a.csv"), Stop));
        Assert.Equal([2], await File.ReadAllBytesAsync(Path.Combine(home, "a.csv"), Stop));
    }

    private static async Task DeletesOnceAsync(IFileSession session, string home)
    {
        Assert.True(await session.DeleteAsync("", "a.csv", Stop));
        Assert.False(await session.DeleteAsync("", "a.csv", Stop));
        Assert.True(await session.DeleteAsync("done", "a.csv", Stop));
        Assert.Empty(Directory.EnumerateFiles(home));
        await Assert.ThrowsAsync<ConnectorException>(() => session.DeleteAsync("", "../source", Stop));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
