using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.Kit;

/// <summary>The smallest client of the platform protocol: builds packets by hand and sends them as they are.</summary>
internal sealed class PlatformClient(FakePlatform platform) : IDisposable
{
    public const string Sender = "411000";
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = platform.Address, Timeout = TimeSpan.FromSeconds(10) };

    public static string RecordId(string dataset, params string[] key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', [Sender, dataset, .. key]))));

    /// <summary>A valid class-A taxpayer, changed by the test.</summary>
    public static JsonObject Publish(int version = 1, Action<JsonObject>? change = null, int number = 0)
    {
        var code = CreditHub.Testing.Truth.MadeUpNumbers.Uscc(number);
        var data = new JsonObject
        {
            ["NSRMC"] = "测试有限公司", ["NSRSBH"] = code, ["TYSHXYDM"] = code, ["SSND"] = "2025", ["XYDJ"] = "A",
            ["ZGSWJG"] = "市税务局第一税务分局", ["PDRQ"] = "2026/04/30",
        };
        change?.Invoke(data);
        return new JsonObject
        {
            ["recordId"] = RecordId("NSXY_A", code, "2025"), ["version"] = version, ["operation"] = "PUBLISH", ["data"] = data,
        };
    }

    public static JsonObject Withdraw(int version, int number = 0) => new()
    {
        ["recordId"] = RecordId("NSXY_A", CreditHub.Testing.Truth.MadeUpNumbers.Uscc(number), "2025"),
        ["version"] = version, ["operation"] = "WITHDRAW", ["reason"] = "REPAIR",
    };

    public static string Packet(Guid id, params JsonObject[] records) => new JsonObject
    {
        ["packetId"] = id.ToString(), ["sender"] = Sender, ["dataset"] = "NSXY_A", ["edition"] = "2024",
        ["sentAt"] = "2026-11-20T09:00:00.000+08:00", ["count"] = records.Length,
        ["records"] = new JsonArray([.. records.Select(r => r.DeepClone())]),
    }.ToJsonString();

    public async Task LoginAsync(CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = platform.Options.ClientId, ["client_secret"] = platform.Options.ClientSecret,
        });
        var answer = JsonNode.Parse(await (await _http.PostAsync("/oauth/token", form, ct)).Content.ReadAsStringAsync(ct))!;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)answer["access_token"]!);
    }

    public async Task<(int Status, JsonNode Body)> SendAsync(Guid id, string packet, CancellationToken ct, string? digest = null)
    {
        var bytes = Encoding.UTF8.GetBytes(packet);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/exchange/v1/NSXY_A/packets") { Content = new ByteArrayContent(bytes) };
        request.Headers.Add("Idempotency-Key", id.ToString());
        request.Headers.Add("Content-Digest", digest ?? $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:");
        using var answer = await _http.SendAsync(request, ct);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!);
    }

    /// <summary>Sends records in a fresh packet and returns the first record's result.</summary>
    public async Task<JsonNode> ResultAsync(JsonObject record, CancellationToken ct)
    {
        var id = Guid.NewGuid();
        var (status, body) = await SendAsync(id, Packet(id, record), ct);
        Assert.Equal(200, status);
        return body["results"]![0]!;
    }

    public async Task<(int Status, JsonNode Body)> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await _http.GetAsync(path, ct);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!);
    }

    public void Dispose() => _http.Dispose();
}
