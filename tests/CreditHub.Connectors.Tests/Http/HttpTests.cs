using System.Globalization;
using System.Net;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Http;

public sealed class HttpTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("0", 0.0)]
    [InlineData("99999", 3600.0)]
    [InlineData("315360000000", 3600.0)]
    [InlineData("Fri, 20 Nov 2026 01:00:30 GMT", 30.0)]
    [InlineData("Thu, 20 Nov 2036 01:00:30 GMT", 3600.0)]
    [InlineData("Fri, 20 Nov 2020 01:00:30 GMT", 0.0)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Retry_after_is_read_and_capped(string? text, double? seconds) =>
        Assert.Equal(seconds, RetryAfter.Parse(text, Now)?.TotalSeconds);

    [Theory]
    [InlineData(-90)]
    [InlineData(90)]
    public void A_rest_until_a_date_is_meant_by_the_clock_of_whoever_answers(int minutesAhead)
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.Date = Now.AddMinutes(minutesAhead);
        answer.Headers.Add("Retry-After", Now.AddMinutes(minutesAhead).AddSeconds(20).ToString("r", CultureInfo.InvariantCulture));

        Assert.Equal(TimeSpan.FromSeconds(20), RetryAfter.Read(answer.Headers, Now));
    }

    [Theory]
    [InlineData("https://platform.example.gov.cn")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000/base/")]
    [InlineData("http://localhost:80")]
    [InlineData("https://10.1.2.3/x")]
    public void A_plain_address_passes(string text) => Assert.True(EndpointAddress.TryParse(text, out _, out _));

    [Theory]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://１２７.0.0.1/")]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://localhost./")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://platform.gov.cn@127.0.0.1/")]
    [InlineData("http://127.0.0.1#@platform.gov.cn/")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://host/x")]
    [InlineData("gopher://host")]
    [InlineData("unix:/run/x")]
    [InlineData("data:text/plain,x")]
    [InlineData("\\\\host\\share")]
    [InlineData("//host/x")]
    [InlineData("http://host/?q=1")]
    [InlineData("http://host\r\n/")]
    [InlineData("")]
    public void A_disguised_or_forbidden_address_is_refused(string text)
    {
        Assert.False(EndpointAddress.TryParse(text, out var address, out var problem));
        Assert.Null(address);
        Assert.NotNull(problem);
    }

    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("::1", false, true)]
    [InlineData("10.0.0.1", false, false)]
    [InlineData("192.168.1.1", false, false)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("100.64.0.1", true, false)]
    [InlineData("169.254.1.1", true, true)]
    [InlineData("239.1.1.1", true, true)]
    [InlineData("fe80::1", true, true)]
    [InlineData("ff02::1", true, true)]
    [InlineData("::", true, true)]
    [InlineData("::ffff:10.0.0.1", true, true)]
    public void A_name_may_not_lead_where_config_does_not_say(string address, bool written, bool refused) =>
        Assert.Equal(refused, SocketGuard.Problem(IPAddress.Parse(address), written) is not null);

    [Fact]
    public void A_secret_file_open_to_others_is_refused()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        try
        {
            File.WriteAllText(path, "s3cret\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            Assert.Equal(FailureKind.Config, Assert.Throws<ConnectorException>(() => new SecretReference("file:" + path).Resolve()).Kind);

            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Assert.Equal("s3cret", new SecretReference("file:" + path).Resolve());

            File.WriteAllText(path, "rotated");
            Assert.Equal("rotated", new SecretReference("file:" + path).Resolve());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_unset_variable_is_named()
    {
        var reference = new SecretReference("env:CREDITHUB_NEVER_SET");

        Assert.Contains("CREDITHUB_NEVER_SET", reference.Problem(), StringComparison.Ordinal);
        Assert.Throws<ConnectorException>(reference.Resolve);
        Assert.Equal("(text)", new SecretReference("hunter2").ToString());
    }

    [Fact]
    public async Task Headers_without_end_and_redirects_to_itself_do_not_hold_a_call()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stub = await StubServer.StartAsync(ct: ct);
        stub.On("GET", "/loop", StubAnswer.Empty(302).With("Location", "/loop"));
        stub.On("GET", "/headers", StubAnswer.Json("{}").With("X-Long", new string('x', 64 << 10)));
        using var clients = new HttpClients();
        var call = new HttpCall(clients.For(stub.Address), TimeSpan.FromSeconds(20), 1000, TimeProvider.System);

        using var loop = new HttpRequestMessage(HttpMethod.Get, new Uri(stub.Address, "/loop"));
        Assert.Equal(302, (await call.SendAsync(loop, ct)).Status);
        using var headers = new HttpRequestMessage(HttpMethod.Get, new Uri(stub.Address, "/headers"));
        await Assert.ThrowsAsync<HttpFaultException>(() => call.SendAsync(headers, ct));
        Assert.Equal(2, stub.Requests.Count);
    }
}
