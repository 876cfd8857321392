using System.Diagnostics;
using System.Net.Sockets;
using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static CreditHub.Connectors.Tests.Sources.Payloads;

namespace CreditHub.Connectors.Tests.Sources;

public sealed class FileDropTests : IDisposable
{
    private readonly Directories _files = new();
    private readonly TestClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DateTimeOffset Past => _clock.GetUtcNow() - TimeSpan.FromHours(1);

    public void Dispose() => _files.Dispose();

    private FileDropKind Kind() => new(_files.Root, _clock, NullLogger<FileDropKind>.Instance);

    private ISource Source(string more = "") => Kind().Create("tax", Decoded.Settings("{\"directory\":\"in\",\"pattern\":\"*.csv\"" + more + "}"));

    [Theory]
    [InlineData("/", "in"), InlineData("//", "in/"), InlineData("/.", "./in//"), InlineData("/x/..", "in")]
    public async Task Takes_a_data_directory_however_it_is_written(string ending, string directory)
    {
        _files.Write("in/a.csv", "text", Past);
        var kind = new FileDropKind(_files.Root + ending, _clock, NullLogger<FileDropKind>.Instance);
        var settings = Decoded.Settings("{\"directory\":\"" + directory + "\"}");

        Assert.Empty(kind.Validate(settings));
        Assert.Equal("a.csv", Assert.Single(await FetchAsync(kind.Create("tax", settings))).Name);
    }

    [Fact]
    [Trait("R", "4")]
    public async Task Takes_finished_files_in_order_of_their_names()
    {
        foreach (string name in (string[])["b.csv", "a.csv", "B.CSV", "x.txt", "c.csv.part", "c.csv.tmp", "c.csv.filepart", ".hidden.csv", "sub/d.csv"])
        {
            _files.Write("in/" + name, "text of " + name, Past);
        }

        var payloads = await FetchAsync(Source());

        Assert.Equal(["B.CSV", "a.csv", "b.csv"], payloads.Select(p => p.Name));
        Assert.Equal("text of a.csv", await ReadAsync(payloads[1]));
        Assert.Equal("a.csv 2026-11-20T00:00:00.000Z", payloads[1].CursorAfter.Value);
    }

    [Fact]
    public async Task Takes_the_oldest_files_first_and_no_more_than_asked()
    {
        _files.Write("in/a.csv", "", Past);
        _files.Write("in/b.csv", "", Past.AddMinutes(-2));
        _files.Write("in/c.csv", "", Past.AddMinutes(-1));

        Assert.Equal(["b.csv", "c.csv"], (await FetchAsync(Source(",\"order\":\"time\",\"maxFiles\":2"))).Select(p => p.Name));
    }

    [Fact]
    public async Task An_own_inbox_is_made_when_absent()
    {
        Assert.Empty(await FetchAsync(Source()));
        Assert.True(Directory.Exists(_files.In("in")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86_400_000)]
    public async Task A_young_file_and_one_from_the_future_are_taken_once_they_stood_still(int aheadMilliseconds)
    {
        _files.Write("in/a.csv", "whole", _clock.GetUtcNow().AddMilliseconds(aheadMilliseconds));
        var fetching = FetchAsync(Source());

        for (int i = 0; i < 8; i++)
        {
            Assert.False(fetching.IsCompleted);
            await _clock.WhenTimersAsync(1, Stop);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal("whole", await ReadAsync(Assert.Single(await fetching)));
    }

    [Fact]
    public async Task A_file_that_keeps_growing_is_left_and_the_others_are_served()
    {
        string growing = _files.Write("in/a.csv", "x", _clock.GetUtcNow());
        _files.Write("in/b.csv", "x", Past);
        var fetching = FetchAsync(Source());
        for (int i = 0; i < 120; i++)
        {
            await _clock.WhenTimersAsync(1, Stop);
            await File.AppendAllTextAsync(growing, "y", Stop);
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(["b.csv"], (await fetching).Select(p => p.Name));
    }

    [Theory]
    [InlineData("\"doneFileSuffix\":\".done\"", "a.csv.done"), InlineData("\"doneFile\":\"{name}.ok\"", "a.csv.ok")]
    [InlineData("\"doneFile\":\"{stem}.ok\"", "a.ok"), InlineData("\"doneFile\":\"OK_{stem}.csv.txt\"", "OK_a.csv.txt")]
    public async Task With_a_done_file_only_vouched_files_are_taken(string setting, string done)
    {
        _files.Write("in/a.csv", "a", _clock.GetUtcNow());
        _files.Write("in/" + done, "", _clock.GetUtcNow());
        _files.Write("in/b.csv", "b", Past);
        var source = Source("," + setting);

        var payload = Assert.Single(await FetchAsync(source));
        Assert.Equal("a", await ReadAsync(payload));
        await source.SettleAsync(Settled("a.csv", "a"), Stop);

        Assert.Equal(new[] { "a.csv", done }.Order(StringComparer.Ordinal), Directory.GetFiles(_files.In("in", "done")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["b.csv"], Directory.GetFiles(_files.In("in")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_done_file_of_two_files_vouches_until_both_are_put_away()
    {
        foreach (string name in (string[])["a.csv", "a.xml", "a.ok"])
        {
            _files.Write("in/" + name, name, Past);
        }

        var source = Kind().Create("tax", Decoded.Settings("""{"directory":"in","doneFile":"{stem}.ok","maxFiles":1}"""));
        foreach (string name in (string[])["a.csv", "a.xml"])
        {
            Assert.Equal(name, Assert.Single(await FetchAsync(source)).Name);
            await source.SettleAsync(Settled(name, name), Stop);
        }

        Assert.Empty(Directory.GetFiles(_files.In("in")));
    }

    [Fact]
    public async Task A_file_whose_content_is_known_goes_to_a_folder_of_its_own()
    {
        _files.Write("in/a.csv", "text", Past);
        var source = Source(",\"sameContent\":\"skip\"");
        Assert.True(Assert.Single(await FetchAsync(source)).SkipsSameContent);

        await source.SettleAsync(Settled("a.csv", "text", PayloadOutcome.Duplicate), Stop);

        Assert.Equal(["a.csv"], Directory.GetFiles(_files.In("in", "duplicate")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite, 1), InlineData(UnixFileMode.GroupWrite, 0)]
    public async Task An_inbox_that_everybody_may_write_is_warned_of(UnixFileMode more, int warnings)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions of another kind");
        string inbox = Directory.CreateDirectory(_files.In("in")).FullName;
        File.SetUnixFileMode(inbox, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | more);
        var log = new HeardLog<FileDropKind>();

        await FetchAsync(new FileDropKind(_files.Root, _clock, log).Create("tax", Decoded.Settings("""{"directory":"in"}""")));

        Assert.Equal(warnings, log.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("chmod o-w", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Links_pipes_sockets_and_shared_files_are_never_opened()
    {
        string outside = _files.Write("outside.csv", "secret", Past);
        Directory.CreateDirectory(_files.In("in"));
        File.CreateSymbolicLink(_files.In("in", "link.csv"), outside);
        File.CreateSymbolicLink(_files.In("in", "directory.csv"), _files.Root);
        File.CreateSymbolicLink(_files.In("in", "device.csv"), "/dev/zero");
        File.CreateSymbolicLink(_files.In("in", "broken.csv"), _files.In("nowhere"));
        await RunAsync("mkfifo", _files.In("in", "pipe.csv"));
        await RunAsync("ln", outside, _files.In("in", "hard.csv"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_files.In("in", "socket.csv")));
        _files.Write("in/line\nbreak.csv", "x", Past);
        _files.Write("in/good.csv", "x", Past);

        Assert.Equal(["good.csv"], (await FetchAsync(Source(",\"stableSeconds\":0"))).Select(p => p.Name));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("pipe")]
    [InlineData("file")]
    [InlineData("gone")]
    public async Task A_file_swapped_before_it_is_opened_is_not_read(string by)
    {
        string path = _files.Write("in/a.csv", "first", Past), other = _files.Write("other", "other", Past);
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
        string path = _files.Write("in/a.csv", new string('x', 100_000), Past);
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
                File.Move(_files.Write("new", new string('z', 100_000), Past), path, overwrite: true);
                break;
            case "touch":
                File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime);
                break;
            default:
                File.Delete(path);
                break;
        }

        var failure = await Assert.ThrowsAsync<ConnectorException>(() => stream.CopyToAsync(Stream.Null, Stop));
        Assert.Equal(FailureKind.Transient, failure.Kind);
    }

    [Fact]
    public async Task A_merged_file_is_put_away_and_settling_again_changes_nothing()
    {
        _files.Write("in/a.csv", "text", Past);
        var source = Source();
        await ReadAsync(Assert.Single(await FetchAsync(source)));

        await source.SettleAsync(Settled("a.csv", "text"), Stop);
        await source.SettleAsync(Settled("a.csv", "text"), Stop);

        Assert.Equal("text", await File.ReadAllTextAsync(_files.In("in", "done", "a.csv"), Stop));
        Assert.Empty(Directory.GetFiles(_files.In("in")));
        Assert.Single(Directory.GetFiles(_files.In("in", "done")));
    }

    [Fact]
    public async Task A_file_of_the_same_name_is_never_overwritten()
    {
        for (int i = 0; i < 4; i++)
        {
            string text = "text " + Math.Min(i, 2);
            _files.Write("in/a.csv", text, Past);
            await Source().SettleAsync(Settled("a.csv", text), Stop);
        }

        Assert.Equal(
            ["text 0", "text 1", "text 2", "text 2"],
            Directory.GetFiles(_files.In("in", "done"), "a*.csv").Select(File.ReadAllText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_file_under_the_old_name_stays()
    {
        _files.Write("in/a.csv", "old", Past);
        var source = Source();
        await ReadAsync(Assert.Single(await FetchAsync(source)));
        _files.Write("in/a.csv", "new", Past);

        await source.SettleAsync(Settled("a.csv", "old"), Stop);

        Assert.Equal("new", await File.ReadAllTextAsync(_files.In("in", "a.csv"), Stop));
    }

    [Fact]
    [Trait("R", "66")]
    public async Task A_refused_file_is_put_aside_with_its_reason_in_chinese()
    {
        _files.Write("in/a.csv", "text", Past);

        await Source().SettleAsync(Settled("a.csv", "text", PayloadOutcome.Refused), Stop);
        await Source().SettleAsync(Settled("a.csv", "text", PayloadOutcome.Refused), Stop);

        Assert.Equal(["a.csv", "a.csv.reason.txt"], Directory.GetFiles(_files.In("in", "failed")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("原因：缺少列：名称", await File.ReadAllTextAsync(_files.In("in", "failed", "a.csv.reason.txt"), Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../a.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("a\n.csv")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_name_that_leads_elsewhere_is_not_settled(string name) =>
        await Assert.ThrowsAsync<ConnectorException>(() => Source().SettleAsync(Settled(name, "x"), Stop));

    [Fact]
    public async Task A_linked_done_directory_is_refused()
    {
        _files.Write("in/a.csv", "text", Past);
        Directory.CreateDirectory(_files.In("elsewhere"));
        Directory.CreateSymbolicLink(_files.In("in", "done"), _files.In("elsewhere"));

        await Assert.ThrowsAsync<ConnectorException>(() => Source().SettleAsync(Settled("a.csv", "text"), Stop));
        Assert.True(File.Exists(_files.In("in", "a.csv")));
    }

    [Fact]
    public async Task A_window_is_refused_not_ignored() =>
        Assert.Equal(FailureKind.Config, (await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (var _ in Source().FetchAsync(new FetchWindow(Cursor.Start, new DateOnly(2026, 1, 1)), Stop))
            {
            }
        })).Kind);

    [Theory]
    [InlineData("""{}""", "$.directory")]
    [InlineData("""{"directory":"../x"}""", "$.directory")]
    [InlineData("""{"directory":"in/../../x"}""", "$.directory")]
    [InlineData("""{"directory":"/no/such/directory"}""", "$.directory")]
    [InlineData("""{"directory":"linked"}""", "$.directory")]
    [InlineData("""{"directory":"in","pattern":"../*"}""", "$.pattern")]
    [InlineData("""{"directory":"in","order":"size"}""", "$.order")]
    [InlineData("""{"directory":"in","stableSeconds":-1}""", "$.stableSeconds")]
    [InlineData("""{"directory":"in","doneFileSuffix":"done"}""", "$.doneFileSuffix")]
    [InlineData("""{"directory":"in","doneFile":"ready.ok"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","doneFile":"{name}"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","doneFile":"../{name}.ok"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","doneFile":"{stem}.csv","pattern":"*.csv"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","doneFile":"{name}.ok","doneFileSuffix":".ok"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","sameContent":"maybe"}""", "$.sameContent")]
    [InlineData("""{"directory":"in","duplicateDirectory":"../x"}""", "$.duplicateDirectory")]
    [InlineData("""{"directory":"in","doneDirectory":"/tmp"}""", "$.doneDirectory")]
    [InlineData("""{"directory":"in","doneDirectory":"../done"}""", "$.doneDirectory")]
    [InlineData("""{"directory":"in","failedDirectory":"."}""", "$.failedDirectory")]
    [InlineData("""{"directory":"in","maxFiles":0}""", "$.maxFiles")]
    [InlineData("""{"directory":"in","patern":"*"}""", "$.patern")]
    public void Each_mistake_in_the_settings_is_found(string settings, string path)
    {
        Directory.CreateSymbolicLink(_files.In("linked"), "/tmp");

        Assert.Equal(path, Assert.Single(Kind().Validate(Decoded.Settings(settings))).Path);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}
