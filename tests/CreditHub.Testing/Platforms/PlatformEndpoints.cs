using System.Globalization;
using Microsoft.AspNetCore.Http;
using static CreditHub.Testing.Platforms.PlatformFaultKind;

namespace CreditHub.Testing.Platforms;

/// <summary>The protocol's paths over HTTP.</summary>
internal sealed class PlatformEndpoints(FakePlatformOptions options, PlatformBooks books, PlatformTokens tokens, PacketDoor door)
{
    private readonly List<Task> _later = [];
    private int _inFlight;
    private int _mostInFlight;

    public InstantAnswers? Instant { get; init; }

    public List<PlatformFeedback> Feedback { get; } = [];

    public int MostInFlight => Volatile.Read(ref _mostInFlight);

    /// <summary>Waits for executions that a fault put off; they end early when the host stops.</summary>
    public Task WhenLaterDoneAsync()
    {
        lock (books.Gate)
        {
            return Task.WhenAll(_later);
        }
    }

    public async Task AnswerAsync(HttpContext context, LoopbackHost host)
    {
        var line = new PlatformRequest(options.Time.GetUtcNow(), context.Request.Method, context.Request.Path.Value ?? "/");
        string? path = options.Form is null ? line.Path : options.Form.ProtocolPath(line.Path);
        var parts = (path ?? "/").Trim('/').Split('/');
        if (parts is ["oauth", "token"] && line.Method == "POST")
        {
            await TokenAsync(context, line);
        }
        else if (!tokens.Accepts(options.Form?.Token is { } form ? "Bearer " + context.Request.Headers[form.Header] : context.Request.Headers.Authorization))
        {
            await WriteAsync(context, PacketDoor.Refuse(line, 401, "UNAUTHORIZED", "no valid token"));
        }
        else if (parts is ["exchange", "v1", var dataset, "packets"] && line.Method == "POST")
        {
            await PacketAsync(context, host, line with { Dataset = dataset });
        }
        else
        {
            await WriteAsync(context, Read(context, line, parts));
        }
    }

    private PacketVerdict Read(HttpContext context, PlatformRequest line, string[] parts) => (line.Method, parts) switch
    {
        ("GET", ["exchange", "v1", "limits"]) => Ok(line, LimitsJson()),
        ("GET", ["exchange", "v1", "receipts", var packetId]) => Receipt(line with { PacketId = packetId }),
        ("GET", ["exchange", "v1", "feedback"]) => Ok(line, FeedbackJson(Query(context, "after"), Limit(context, 500))),
        ("GET", ["exchange", "v1", var dataset, "holdings"]) =>
            Ok(line with { Dataset = dataset }, HoldingsJson(dataset, Query(context, "after"), Limit(context, 1000))),
        _ => PacketDoor.Refuse(line, 404, "NOT_FOUND", "no such path"),
    };

    private async Task TokenAsync(HttpContext context, PlatformRequest line)
    {
        var token = await GrantAsync(context);
        await WriteAsync(context, token is null
            ? PacketDoor.Refuse(line, 401, "invalid_client", "wrong credentials")
            : Ok(line, PlatformAnswers.Token(token, options.TokenLifetime)));
    }

    private async Task<string?> GrantAsync(HttpContext context)
    {
        if (options.Form?.Token is { } names)
        {
            using var asked = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return tokens.Grant("client_credentials", asked.RootElement.GetProperty(names.Id).GetString(), asked.RootElement.GetProperty(names.Secret).GetString());
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return tokens.Grant(form["grant_type"], form["client_id"], form["client_secret"]);
    }

    private async Task PacketAsync(HttpContext context, LoopbackHost host, PlatformRequest line)
    {
        var body = await LoopbackHost.ReadBodyAsync(context);
        line = line with { PacketId = context.Request.Headers["Idempotency-Key"].ToString() };
        if (Instant is not null)
        {
            if (options.Latency > TimeSpan.Zero)
            {
                await Task.Delay(options.Latency, options.Time, context.RequestAborted);
            }

            await SendAsync(context, 200, Instant.Answer(line.PacketId, body));
            return;
        }

        var verdict = Consider(line, context.Request.Headers["Content-Digest"], body);
        if (verdict.Later is { } later)
        {
            Postpone(later, verdict.Fault!.Delay, host.Stopping);
        }

        await PlayAsync(context, host, verdict);
    }

    /// <summary>The place in flight is given back before the answer leaves: a client that has its answer may send the next packet at once.</summary>
    private PacketVerdict Consider(PlatformRequest line, string? digest, byte[] body)
    {
        int inFlight = Interlocked.Increment(ref _inFlight);
        try
        {
            for (int most = MostInFlight; inFlight > most; most = MostInFlight)
            {
                Interlocked.CompareExchange(ref _mostInFlight, inFlight, most);
            }

            return door.Consider(line, digest, body, inFlight);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task PlayAsync(HttpContext context, LoopbackHost host, PacketVerdict verdict)
    {
        Note(verdict);
        switch (verdict.Fault?.Kind)
        {
            case ResetBefore or DelayedExecution or LoseAnswer:
                LoopbackHost.Reset(context);
                return;
            case HangAfter:
                await host.HangAsync(context);
                return;
            case CutAnswer:
                await LoopbackHost.CutAsync(context, verdict.Body);
                return;
            case HtmlAnswer:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><body>请先登录</body></html>", context.RequestAborted);
                return;
            case Delay:
                using (var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.Stopping))
                {
                    await Task.Delay(verdict.Fault.Delay, options.Time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                break;
        }

        await SendAsync(context, verdict.Status, verdict.Body, verdict.RetryAfter);
    }

    private void Postpone(Func<PlatformRequest> execute, TimeSpan delay, CancellationToken stopping)
    {
        async Task RunAsync()
        {
            await Task.Delay(delay, options.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stopping.IsCancellationRequested)
            {
                execute();
            }
        }

        lock (books.Gate)
        {
            _later.Add(RunAsync());
        }
    }

    private PacketVerdict Receipt(PlatformRequest line)
    {
        lock (books.Gate)
        {
            return books.Receipt(line.PacketId!) is { } taken
                ? Ok(line with { ReceiptNo = taken.ReceiptNo }, PlatformAnswers.Receipt(taken, books.IsPending(taken.PacketId!)))
                : PacketDoor.Refuse(line, 404, "NOT_RECEIVED", "never taken");
        }
    }

    private byte[] LimitsJson() => PlatformAnswers.Write(json =>
    {
        json.WriteNumber("maxRecords", options.Limits.MaxRecords);
        json.WriteNumber("maxBytes", options.Limits.MaxBytes);
        json.WriteNumber("requestsPerMinute", options.Limits.RequestsPerMinute);
        json.WriteNumber("maxInFlight", options.Limits.MaxInFlight);
    });

    private byte[] HoldingsJson(string dataset, string after, int limit)
    {
        lock (books.Gate)
        {
            return PlatformAnswers.Holdings(books.HoldingsAfter(dataset, after, limit + 1), limit);
        }
    }

    private byte[] FeedbackJson(string after, int limit)
    {
        lock (books.Gate)
        {
            int from = Feedback.FindIndex(f => f.FeedbackId == after) + 1;
            return PlatformAnswers.Feedback([.. Feedback.Skip(from).Take(limit)], Feedback.Count > from + limit);
        }
    }

    private async Task WriteAsync(HttpContext context, PacketVerdict verdict)
    {
        Note(verdict);
        await SendAsync(context, verdict.Status, verdict.Body, verdict.RetryAfter);
    }

    private void Note(PacketVerdict verdict)
    {
        // In instant mode the log would cost more than the answer.
        if (!verdict.Logged && Instant is null)
        {
            lock (books.Gate)
            {
                books.Write(verdict.Line);
            }
        }
    }

    private static PacketVerdict Ok(PlatformRequest line, byte[] body) => new(line with { Status = 200 }, 200, body);

    private static string Query(HttpContext context, string name) => context.Request.Query[name].ToString();

    private static int Limit(HttpContext context, int usual) =>
        int.TryParse(Query(context, "limit"), CultureInfo.InvariantCulture, out int limit) ? Math.Clamp(limit, 1, usual) : usual;

    private async Task SendAsync(HttpContext context, int status, byte[] body, string? retryAfter = null)
    {
        (status, body) = options.Form?.FromProtocol(status, body) ?? (status, body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
