using System.Diagnostics;
using System.Net.Sockets;
using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using Microsoft.Extensions.Logging;
using static CreditHub.Connectors.Tests.Sources.Payloads;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>What lies in an inbox and is no file of a supplier, and files that change under our eyes.</summary>
public sealed class FileDefenceTests : FileDropPlace
{
    [Theory]
    [InlineData(UnixFileMode.OtherWrite, 1), InlineData(UnixFileMode.GroupWrite, 0)]
    public async Task An_inbox_that_everybody_may_write_is_warned_of(UnixFileMode more, int warnings)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions of another kind");
        string inbox = Directory.CreateDirectory(Files.In("in")).FullName;
        File.SetUnixFileMode(inbox, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | more);
        var log = new HeardLog<FileDropKind>();

        await FetchAsync(new FileDropKind(Files.Root, Clock, log).Create("tax", Decoded.Settings("""{"directory":"in"}""")));

        Assert.Equal(warnings, log.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("chmod o-w", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Links_pipes_sockets_and_sharedFiles_are_never_opened()
    {
        string outside = Files.Write("outside.csv", "secret", Past);
        Directory.CreateDirectory(Files.In("in"));
        File.CreateSymbolicLink(Files.In("in", "link.csv"), outside);
        File.CreateSymbolicLink(Files.In("in", "directory.csv"), Files.Root);
        File.CreateSymbolicLink(Files.In("in", "device.csv"), "/dev/zero");
        File.CreateSymbolicLink(Files.In("in", "broken.csv"), Files.In("nowhere"));
        await RunAsync("mkfifo", Files.In("in", "pipe.csv"));
        await RunAsync("ln", outside, Files.In("in", "hard.csv"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Files.In("in", "socket.csv")));
        Files.Write("in/line\nbreak.csv", "x", Past);
        Files.Write("in/good.csv", "x", Past);

        Assert.Equal(["good.csv"], (await FetchAsync(Source(",\"stableSeconds\":0"))).Select(p => p.Name));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("pipe")]
    [InlineData("file")]
    [InlineData("gone")]
    public async Task A_file_swapped_before_it_is_opened_is_not_read(string by)
    {
        string path = Files.Write("in/a.csv", "first", Past), other = Files.Write("other", "other", Past);
        var payload = Assert.Single(await FetchAsync(Source()));
        File.Delete(path);
        switch (by)
        {
            case "link":
                File.CreateSymbolicLink(path, other);
                break;
            case "pipe":
                await RunAsync("mkfifo", path);
                break;
            case "file":
                File.Move(other, path);
                break;
        }

        Assert.Equal(FailureKind.Transient, (await Assert.ThrowsAsync<ConnectorException>(() => payload.OpenAsync(Stop))).Kind);
    }

    [Theory]
    [InlineData("append")]
    [InlineData("shrink")]
    [InlineData("overwrite")]
    [InlineData("replace")]
    [InlineData("touch")]
    [InlineData("delete")]
    public async Task A_file_changed_while_it_is_read_never_looks_whole(string how)
    {
        string path = Files.Write("in/a.csv", new string('x', 100_000), Past);
        var payload = Assert.Single(await FetchAsync(Source()));
        await using var stream = await payload.OpenAsync(Stop);
        await stream.ReadExactlyAsync(new byte[1000], Stop);
        switch (how)
        {
            case "append":
                await File.AppendAllTextAsync(path, "y", Stop);
                break;
            case "shrink":
                await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                {
                    file.SetLength(50_000);
                }

                break;
            case "overwrite":
                await File.WriteAllTextAsync(path, new string('z', 100_000), Stop);
                File.SetLastWriteTimeUtc(path, Past.UtcDateTime);
                break;
            case "replace":
                File.Move(Files.Write("new", new string('z', 100_000), Past), path, overwrite: true);
                break;
            case "touch":
                File.SetLastWriteTimeUtc(path, Clock.GetUtcNow().UtcDateTime);
                break;
            default:
                File.Delete(path);
                break;
        }

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => stream.CopyToAsync(Stream.Null, Stop));
        Assert.Equal(FailureKind.Transient, failure.Kind);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_holds_up_nobody()
    {
        Assert.SkipWhen(Environment.UserName == "root" || OperatingSystem.IsWindows(), "this user may read everything");
        File.SetUnixFileMode(Files.Write("in/a.csv", "text", Past), UnixFileMode.None);
        var denied = await Assert.ThrowsAsync<ConnectorException>(() => FetchAsync(Source()));
        Files.Write("in/b.csv", "text", Past);

        Assert.Equal("b.csv", Assert.Single(await FetchAsync(Source())).Name);
        Assert.Equal(FailureKind.Config, denied.Kind);
        Assert.Contains("a.csv: no permission to read", denied.OperatorMessage, StringComparison.Ordinal);
    }

    /// <summary>A transfer program of GBK times: the name cannot be said in UTF-8, and nothing opens the file under another.</summary>
    [Fact]
    public async Task Names_that_are_no_utf8_are_told_and_the_others_are_served()
    {
        Files.Write("in/a.csv", "text", Past);
        await RunAsync("sh", "-c", "printf x > \"$1/$(printf '\\326\\320\\316\\304').txt\"", "sh", Files.In("in"));
        var heard = new HeardLog<FileDropKind>();

        var payloads = await FetchAsync(new FileDropKind(Files.Root, Clock, heard).Create("tax", Decoded.Settings("""{"directory":"in","pattern":"*.csv"}""")));

        await RunAsync("rm", "-r", Files.In("in")); // no name of ours would do it

        Assert.Equal("a.csv", Assert.Single(payloads).Name);
        Assert.Contains(heard.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("1 entries whose names are no UTF-8", StringComparison.Ordinal));
    }
}
