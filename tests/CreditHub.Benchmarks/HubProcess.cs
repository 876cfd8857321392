using System.Diagnostics;
using System.Text.Json;
using CreditHub.Testing.Platforms;

namespace CreditHub.Benchmarks;

/// <summary>The hub as a child process, so that its memory and processor time are its own.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private readonly Process _process;

    public HubProcess(string root, string connectionString, FakePlatform platform)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(HubProcess).Assembly.Location);
        }

        foreach (string word in (string[])["--hub-job", root, connectionString])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["BENCH_PLATFORM"] = platform.Address.ToString();
        start.Environment["BENCH_SECRET"] = platform.Options.ClientSecret;
        _process = Process.Start(start)!;
    }

    /// <summary>Collects what is in the inbox and delivers it.</summary>
    public Task<HubAnswer> SyncAsync() => DoAsync("sync");

    /// <summary>Only collects: what is stored stays owed.</summary>
    public Task<HubAnswer> LoadAsync() => DoAsync("load");

    /// <summary>Delivers what is owed.</summary>
    public Task<HubAnswer> DeliverAsync() => DoAsync("deliver");

    private async Task<HubAnswer> DoAsync(string word)
    {
        await _process.StandardInput.WriteLineAsync(word);
        string? line = await _process.StandardOutput.ReadLineAsync();
        var answer = JsonSerializer.Deserialize<HubAnswer>(line ?? throw new InvalidOperationException("the hub ended early"))!;
        return answer.Outcome == "succeeded" && answer.Owed == (word == "load")
            ? answer
            : throw new InvalidOperationException($"the hub ended {answer.Outcome}: {answer.Text}; still owed: {answer.Owed}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
