using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Testing;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Kit;

/// <summary>The simulated supplier that admits by signature is as strict as a real one.</summary>
public sealed class FakeSupplierTests
{
    private const string Key = "made-up-key";

    [Fact]
    public async Task A_signature_is_good_for_five_minutes_and_its_nonce_for_once()
    {
        var layout = FeedLayout.Load(KitFiles.Config).Single(l => l.Name == "enterprise-voluntary");
        var truth = FeedGenerator.Make(layout, new FeedPlan { Today = new DateOnly(2026, 11, 20), Good = 3, BadOfEach = 0, Repeated = 0, Corrected = 0, Excluded = 0, Messy = false });
        var feed = new RestFeed(layout, truth);
        var clock = new TestClock();
        await using var supplier = await FakeSupplier.StartAsync([feed], Key, clock, ct: TestContext.Current.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = supplier.Address };

        async Task<HttpStatusCode> AskAsync(TimeSpan age, string nonce, string key = Key)
        {
            string stamp = (clock.GetUtcNow() - age).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            string signed = string.Join('\n', "GET", feed.Path, "", Convert.ToHexStringLower(SHA256.HashData([])), stamp, nonce);
            using var request = new HttpRequestMessage(HttpMethod.Get, feed.Path);
            request.Headers.Add("X-App-Id", Key);
            request.Headers.Add("X-Timestamp", stamp);
            request.Headers.Add("X-Nonce", nonce);
            request.Headers.Add("X-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(signed))));
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await AskAsync(TimeSpan.Zero, "1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(TimeSpan.Zero, "1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(TimeSpan.FromMinutes(5), "2"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(TimeSpan.FromMinutes(5.1), "3"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(TimeSpan.FromMinutes(-5.1), "4"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(TimeSpan.Zero, "5", key: "another"));
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(TimeSpan.FromMinutes(6), "1"));
    }
}
