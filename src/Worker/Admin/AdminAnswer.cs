namespace CreditHub.Worker.Admin;

/// <summary>Refusals: the same short body whatever the cause inside.</summary>
internal static class AdminAnswer
{
    public static Task WriteAsync(HttpContext context, int status, string code, string text)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = "60";
        }

        return context.Response.WriteAsJsonAsync(
            new { code, detail = text }, options: null, contentType: "application/problem+json", context.RequestAborted);
    }
}
