namespace CreditHub.Worker.Hosting;

/// <summary>Something needed is not reachable or not installed: exit code 3. The message is one readable text that says what to do; never holds secrets.</summary>
public sealed class NotReachableException(string message, Exception? inner = null) : Exception(message, inner);
