using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CreditHub.Pipelines.Runs;

namespace CreditHub.Worker.Tests.Admin;

public sealed class AdminApiTests(RunningWorker worker) : IClassFixture<RunningWorker>, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler()) { BaseAddress = worker.Address };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task It_listens_on_this_machine_only_and_says_one_word_to_strangers()
    {
        Assert.Equal("127.0.0.1", worker.Address.Host);
        Assert.Equal("live", await _client.GetStringAsync("/health/live", Ct));
    }

    [Fact]
    public async Task Every_call_without_a_good_key_gets_the_same_answer_and_an_audit_entry()
    {
        string before = await AuditedAsync();
        var answers = new HashSet<string>();
        foreach (var (method, path) in new[] { ("GET", "/api/status"), ("POST", "/api/connectors/tax/sync"), ("GET", "/nowhere") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await _client.SendAsync(request, Ct);
            answers.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        }

        Assert.StartsWith("401 ", Assert.Single(answers), StringComparison.Ordinal);
        Assert.NotEqual(before, await AuditedAsync());
    }

    [Fact]
    public async Task A_key_in_another_place_or_shape_is_no_key()
    {
        string key = await KeyAsync("admin");
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/api/status", ("Authorization", "Bearer " + key)));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/api/status", ("X-Api-Key", key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/api/status", ("Authorization", "bearer " + key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/api/status", ("Authorization", "Bearer " + key), ("X-Api-Key", key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/api/status?key=" + key));
    }

    [Theory]
    [InlineData("viewer", "/api/status", 200)]
    [InlineData("viewer", "/api/connectors", 200)]
    [InlineData("viewer", "/api/platforms", 200)]
    [InlineData("viewer", "/api/runs/999999", 404)]
    [InlineData("viewer", "/api/requests/none", 404)]
    [InlineData("admin", "/nowhere", 404)]
    public async Task Reading_needs_a_viewer(string role, string path, int status) =>
        Assert.Equal(status, (int)await GetAsync(path, ("X-Api-Key", await KeyAsync(role))));

    [Theory]
    [InlineData("viewer", "{}", 403)]
    [InlineData("operator", "{\"full\":true}", 403)]
    [InlineData("admin", "{\"full\":true}", 202)]
    [InlineData("operator", "{\"from\":\"2026-01-01\"}", 400)]
    [InlineData("operator", "{\"from\":\"2026-01-02\",\"to\":\"2026-01-01\"}", 400)]
    [InlineData("operator", "{\"from\":\"1900-01-01\",\"to\":\"2999-01-01\"}", 400)]
    [InlineData("operator", "{\"full\":false,\"full\":true}", 400)]
    [InlineData("operator", "{\"command\":\"rm\"}", 400)]
    [InlineData("operator", "null", 400)]
    public async Task A_run_is_asked_for_by_an_operator_in_exact_words(string role, string body, int status)
    {
        using var answer = await PostAsync("/api/connectors/tax/sync", body, await KeyAsync(role));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("..%2f..%2fx")]
    [InlineData("tax';%20drop%20table%20evidence.run;--")]
    [InlineData("%00")]
    [InlineData("none")]
    public async Task An_unknown_connector_is_not_found_whatever_it_is_called(string name)
    {
        using var answer = await PostAsync($"/api/connectors/{name}/sync", "{}", await KeyAsync("operator"));
        Assert.True((int)answer.StatusCode is 400 or 404, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task The_same_idempotency_key_is_one_run_and_another_wish_with_it_is_refused()
    {
        string key = await KeyAsync("admin");
        using var first = await PostAsync("/api/connectors/tax/sync", "{}", key, "once");
        using var again = await PostAsync("/api/connectors/tax/sync", "{}", key, "once");
        using var other = await PostAsync("/api/connectors/tax/sync", "{\"full\":true}", key, "once");
        var asked = (await first.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
        Assert.Equal((string?)asked["requestId"], (string?)(await again.Content.ReadFromJsonAsync<JsonObject>(Ct))!["requestId"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);

        var ended = await EndedAsync((string)asked["request"]!, key);
        Assert.Equal("succeeded", (string?)ended["summary"]!["outcome"]);
        Assert.Equal(HttpStatusCode.OK, await GetAsync((string)ended["run"]!, ("X-Api-Key", key)));
    }

    [Fact]
    public async Task A_foreign_host_name_or_a_large_body_is_refused()
    {
        string key = await KeyAsync("operator");
        Assert.Equal(HttpStatusCode.BadRequest, await GetAsync("/api/status", ("X-Api-Key", key), ("Host", "evil.example")));
        using var answer = await PostAsync("/api/connectors/tax/sync", $"{{\"subject\":\"{new string('x', 60_000)}\"}}", key);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_schedule_of_the_config_stands_in_the_database() =>
        Assert.Equal("tax", await worker.Database.ScalarAsync<string>("select job_name from quartz.qrtz_job_details", Ct));

    private async Task<string> KeyAsync(string role) => (await new AdminKeys(worker.Database.Source).AddAsync($"{role}-{Guid.NewGuid():N}", role, 1, Ct))!;

    private async Task<string> AuditedAsync() => (await worker.Database.ScalarAsync<long>("select count(*) from evidence.audit where outcome = 'refused'", Ct)).ToString(null, null);

    private async Task<HttpStatusCode> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await _client.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body, string key, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Api-Key", key);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await _client.SendAsync(request, Ct);
    }

    private async Task<JsonObject> EndedAsync(string path, string key)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Api-Key", key);
            using var answer = await _client.SendAsync(request, Ct);
            var asked = answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonObject>(Ct) : null;
            if ((string?)asked?["state"] == "ended")
            {
                return asked!;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Ct);
        }
    }
}
