using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CreditHub.Pipelines.Runs;
using CreditHub.Testing;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>The whole service in this process, and a caller with a key of its own.</summary>
internal sealed class HubInside : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly HubConnection _connection;
    private readonly WorkerHost _host;

    private HubInside(TestDatabase database, HubConnection connection, WorkerHost host, HttpClient client)
    {
        _database = database;
        _connection = connection;
        _host = host;
        Client = client;
    }

    /// <summary>Without a key.</summary>
    public HttpClient Client { get; }

    public static async Task<HubInside> StartAsync(HubConfig config, TestDatabase database, CancellationToken ct)
    {
        var connection = await HubConnection.OpenAsync(config.Settings, _ => { }, ct);
        var host = await WorkerHost.StartAsync(config, connection, ct);
        return new HubInside(database, connection, host, new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(host.Address) });
    }

    /// <summary>A new key.</summary>
    public async Task<string> KeyAsync(string role, CancellationToken ct) => (await new AdminKeys(_database.Source).AddAsync($"{role}-{Guid.NewGuid():N}", role, 1, ct))!;

    /// <summary>Status and body of a call; null key: without one; null body: GET.</summary>
    public async Task<(int Status, JsonNode? Body)> CallAsync(string path, object? body, string? key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var answer = await Client.SendAsync(request, ct);
        string text = await answer.Content.ReadAsStringAsync(ct);
        return ((int)answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }

    public async ValueTask DisposeAsync()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await _host.WaitForStopAsync(stop.Token);
        await _host.DisposeAsync();
        await _connection.DisposeAsync();
        Client.Dispose();
    }
}
