using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Connectors.Tests.Transports;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static CreditHub.Connectors.Tests.Sources.Payloads;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>Files that come from a real OpenSSH server.</summary>
public sealed class RemoteFileDropTests : IAsyncLifetime
{
    private readonly Directories _files = new();
    private SshServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Notes => _files.In("in", ".remote");

    public async ValueTask InitializeAsync() => _server = await Servers.SshAsync();

    public async ValueTask DisposeAsync()
    {
        _files.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Fetches_each_file_once_and_moves_it_when_the_books_are_done()
    {
        Put("a.csv", "one");
        Put("b.csv", "two");
        Put("c.txt", "not asked for");
        var source = Source("move");

        var first = await TakeAsync(source);
        var again = await TakeAsync(source, settle: false);

        Assert.Equal([("a.csv", "one"), ("b.csv", "two")], first);
        Assert.Empty(again);
        Assert.Equal(["a.csv", "b.csv"], Names(Path.Combine(_server.Home, "done")));
        Assert.Equal(["c.txt"], Names(_server.Home));
        Assert.Equal(["a.csv", "b.csv"], Names(_files.In("in", "done")));
        Assert.Empty(Names(Notes));
    }

    [Fact]
    public async Task A_file_that_stays_on_the_server_is_fetched_again_only_when_it_changed()
    {
        Put("a.csv", "one");
        Assert.Equal([("a.csv", "one")], await TakeAsync(Source("keep")));

        Assert.Empty(await TakeAsync(Source("keep")));
        Put("a.csv", "two", minutes: 1);
        Assert.Equal([("a.csv", "two")], await TakeAsync(Source("keep")));

        Assert.Equal(["a.csv"], Names(_server.Home));
        File.Delete(Path.Combine(_server.Home, "a.csv"));
        Assert.Empty(await TakeAsync(Source("keep")));
        Assert.Empty(Names(Notes));
    }

    [Fact]
    public async Task A_new_file_under_the_old_name_is_left_alone_and_comes_next()
    {
        Put("a.csv", "one");
        var source = Source("delete");
        var payload = Assert.Single(await FetchAsync(source));
        string text = await ReadAsync(payload);
        Put("a.csv", "two", minutes: 1);

        await source.SettleAsync(Settled("a.csv", text), Stop);

        Assert.Equal([("a.csv", "two")], await TakeAsync(source));
        Assert.Empty(Names(_server.Home));
    }

    [Theory]
    [InlineData("\"doneFileSuffix\":\".ok\"", "a.csv.ok"), InlineData("\"doneFile\":\"{stem}.ok\"", "a.ok")]
    public async Task A_done_file_vouches_on_the_server_and_goes_with_its_file(string setting, string done)
    {
        Put("a.csv", "one");
        Put("b.csv", "unfinished");
        Put(done, "");
        var source = Source("move", "," + setting);

        Assert.Equal([("a.csv", "one")], await TakeAsync(source));

        Assert.Equal(["b.csv"], Names(_server.Home));
        Assert.Equal(["a.csv"], Names(Path.Combine(_server.Home, "done")));
        Assert.Equal(["a.csv", done], Names(_files.In("in", "done")));
    }

    [Theory]
    [InlineData("half"), InlineData("noted"), InlineData("placed"), InlineData("put away"), InlineData("taken")]
    public async Task Killed_anywhere_it_loses_nothing_and_takes_nothing_twice(string place)
    {
        Put("a.csv", "one");
        var source = Source("move");
        var payload = Assert.Single(await FetchAsync(source));
        string text = await ReadAsync(payload), note = Assert.Single(Names(Notes));
        string inbox = _files.In("in", "a.csv"), half = Path.Combine(Notes, Path.ChangeExtension(note, ".part"));
        switch (place)
        {
            case "half":
                File.Delete(Path.Combine(Notes, note));
                File.Delete(inbox);
                await File.WriteAllTextAsync(half, "o", Stop);
                break;
            case "noted":
                File.Move(inbox, half);
                break;
            case "put away":
                Directory.CreateDirectory(_files.In("in", "done"));
                File.Move(inbox, _files.In("in", "done", "a.csv"));
                await Source("move").SettleAsync(Settled("a.csv", text), Stop);
                break;
            case "taken":
                // the server's part was done, our note of it was not
                string kept = await File.ReadAllTextAsync(Path.Combine(Notes, note), Stop);
                await source.SettleAsync(Settled("a.csv", text), Stop);
                await File.WriteAllTextAsync(Path.Combine(Notes, note), kept, Stop);
                await Source("move").SettleAsync(Settled("a.csv", text), Stop);
                break;
            default:
                Assert.True(File.Exists(inbox));
                break;
        }

        var taken = await TakeAsync(Source("move"));

        Assert.Equal(place is "put away" or "taken" ? [] : [("a.csv", "one")], taken);
        Assert.Equal(["a.csv"], Names(Path.Combine(_server.Home, "done")));
        Assert.Empty(Names(_server.Home));
        Assert.Empty(Names(Notes));
        Assert.Empty(Names(_files.In("in")));
    }

    [Fact]
    public async Task What_was_fetched_is_taken_while_the_server_is_away_and_the_server_is_told_later()
    {
        Put("a.csv", "one");
        await FetchAsync(Source("move"));
        using var away = new CuttingRelay(_server.Port, 0);
        var source = Source("move", port: away.Port);

        var payload = Assert.Single(await FetchAsync(source));
        var untold = await Assert.ThrowsAsync<ConnectorException>(async () => await source.SettleAsync(Settled("a.csv", await ReadAsync(payload)), Stop));
        var nothing = await Assert.ThrowsAsync<ConnectorException>(() => FetchAsync(source));

        Assert.Equal((FailureKind.Transient, FailureKind.Transient), (untold.Kind, nothing.Kind));
        Assert.Empty(await TakeAsync(Source("move")));
        Assert.Equal(["a.csv"], Names(Path.Combine(_server.Home, "done")));
    }

    [Fact]
    public async Task A_connection_cut_between_two_files_keeps_the_first_and_says_so_without_it()
    {
        Put("a.csv", "one");
        Put("b.csv", new string('x', 1_000_000));
        using var relay = new CuttingRelay(_server.Port, 200_000);

        var first = await FetchAsync(Source("move", port: relay.Port));

        Assert.Equal("a.csv", Assert.Single(first).Name);
        relay.Open();
        Assert.Equal(["a.csv", "b.csv"], (await TakeAsync(Source("move", port: relay.Port))).Select(p => p.Name));
    }

    [Fact]
    public async Task A_file_that_still_grows_is_left_and_one_that_is_too_large_is_never_begun()
    {
        Put("a.csv", "one");
        Put("large.csv", new string('x', 1_100_000));
        string growing = Path.Combine(_server.Home, "growing.csv");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await File.AppendAllTextAsync(growing, "x", CancellationToken.None);
                await Task.Delay(5, CancellationToken.None);
            }
        }, Stop);
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(growing)));

        var taken = await TakeAsync(Source("move", more: ",\"stableSeconds\":1", remote: ",\"maxFileMegabytes\":1"));
        await stop.CancelAsync();
        await writing;

        Assert.Equal([("a.csv", "one")], taken);
        Assert.Equal(["growing.csv", "large.csv"], Names(_server.Home));
    }

    [Fact]
    public async Task A_trial_tells_what_the_server_holds_and_fetches_nothing()
    {
        Put("a.csv", "one");
        Put("b.txt", "two");

        Assert.Equal("the server holds 1 matching of 2 files", (await Source("move").TryAsync(Stop))?.Remark);

        Assert.False(Directory.Exists(_files.In("in")));
    }

    [Fact]
    public async Task A_trial_may_look_into_the_newest_finished_file_and_changes_nothing()
    {
        Put("a.csv", "newest", minutes: 2);
        Put("a.csv.ok", "");
        Put("b.csv", "older", minutes: 1);
        Put("b.csv.ok", "");
        Put("c.csv", "not finished", minutes: 3);
        string[] before = Names(_server.Home);
        var source = Source("delete", more: ",\"doneFile\":\"{name}.ok\"");

        var sample = (await source.TryAsync(Stop))!.Sample!;
        using (var content = new StreamReader(await sample.OpenAsync(Stop)))
        {
            Assert.Equal(("a.csv", "newest"), (sample.Name, await content.ReadToEndAsync(Stop)));
        }

        Assert.Equal(before, Names(_server.Home));
        Assert.Empty(Names(_files.In("in")));
        Assert.Empty(Names(Notes));
        File.WriteAllText(Path.Combine(Notes, "killed.part"), "half");
        Assert.Equal([("a.csv", "newest"), ("b.csv", "older")], await TakeAsync(source));
        Assert.Empty(Names(Notes));

        Put("large.csv", new string('x', 5 << 20), minutes: 4);
        Put("large.csv.ok", "");
        Assert.Null((await source.TryAsync(Stop))!.Sample);
    }

    [Fact]
    public void Every_mistake_of_the_settings_is_found()
    {
        var findings = Kind().Validate(Decoded.Settings("""
            {"directory":"in","remote":{"kind":"Sftp","host":"2130706433","user":"-oProxyCommand=x","directory":"../up","hostKey":"trust me","privateKey":"env:KEY_IN_ENV",
             "afterwards":"burn","doneDirectory":"../..","maxFileMegabytes":0,"port":0,"colour":"red"}}
            """));

        Assert.Equal(
            ["afterwards", "colour", "directory", "doneDirectory", "host", "hostKey", "maxFileMegabytes", "port", "privateKey", "user"],
            findings.Select(f => f.Path.Split('.')[^1]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(findings, f => Assert.StartsWith("$.remote.", f.Path, StringComparison.Ordinal));
    }

    private FileDropKind Kind() => new(_files.Root, TimeProvider.System, NullLogger<FileDropKind>.Instance);

    private ISource Source(string afterwards, string more = "", string remote = "", int? port = null) => Kind().Create("tax", Decoded.Settings(
        $$"""{"directory":"in","pattern":"*.csv"{{(more.Contains("stable", StringComparison.Ordinal) ? "" : ",\"stableSeconds\":0")}}{{more}},"remote":{{Servers.Sftp(_server, port: port, more: $",\"afterwards\":\"{afterwards}\"{remote}")}}}"""));

    private void Put(string name, string text, int minutes = 0)
    {
        string path = Path.Combine(_server.Home, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 11, 20, 4, 0, 0, DateTimeKind.Utc).AddMinutes(minutes));
    }

    private static string[] Names(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    private static async Task<List<(string Name, string Text)>> TakeAsync(ISource source, bool settle = true)
    {
        var taken = new List<(string, string)>();
        foreach (var payload in await FetchAsync(source))
        {
            string text = await ReadAsync(payload);
            taken.Add((payload.Name, text));
            if (settle)
            {
                await source.SettleAsync(Settled(payload.Name, text), Stop);
            }
        }

        return taken;
    }
}
