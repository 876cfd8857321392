using System.Data.Common;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FrontDatabase;

/// <summary>
/// What a database's refusal means for a delivery. Decided by SQLSTATE and by how far we were; the driver's own text is never repeated, because databases
/// quote the values they refuse.
/// </summary>
internal static class FrontFault
{
    /// <summary>How far a packet had come.</summary>
    internal enum Step
    {
        /// <summary>No connection yet.</summary>
        Connect,

        /// <summary>Only looked.</summary>
        Look,

        /// <summary>Rows written, not committed: the database takes them back by itself.</summary>
        Write,

        /// <summary>The commit was sent.</summary>
        Commit,
    }

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["22001"] = "某字段的值超过前置表的列长",
        ["22003"] = "某数值超出前置表的列范围",
        ["22007"] = "某日期的格式与前置表不符",
        ["22008"] = "某日期超出前置表的范围",
        ["22P02"] = "某字段的值不是前置表要求的类型",
        ["42804"] = "某字段的值不是前置表要求的类型",
        ["23502"] = "前置表要求必填的列没有值",
        ["23503"] = "前置表引用的数据不存在",
        ["23505"] = "前置表已有主键相同的另一行",
        ["23514"] = "某字段的取值不在前置表允许的范围",
    };

    public static DeliveryAnswer Classify(Exception failure, Step step)
    {
        string state = (failure as DbException)?.SqlState ?? "";
        string said = state.Length == 0 ? failure.GetType().Name : $"SQLSTATE {state}";
        bool data = state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal) || state == "42804";
        return (state, step) switch
        {
            _ when failure is ConnectorException config => new DeliveryAnswer(AnswerKind.Config, OperatorMessage: config.OperatorMessage),
            ("28000" or "28P01" or "3D000", _) => new DeliveryAnswer(AnswerKind.Config, OperatorMessage: $"the front database does not let us in ({said}): check account, password and database in the connection"),
            ("42P01" or "42703" or "42501" or "3F000", _) => Closed(said),
            _ when data && step != Step.Look => Refused(state, said),
            ("40001" or "40P01", _) => Later(said),
            (_, Step.Commit) => new DeliveryAnswer(AnswerKind.Unknown, OperatorMessage: $"the answer to the commit was lost ({said})"),
            (_, Step.Connect) => Later(said),
            _ when state.Length > 0 || failure is not DbException { IsTransient: false } => Later(said),
            // a driver without SQLSTATE: what was looked at was not there, or what was written did not fit
            (_, Step.Look) => Closed(said),
            _ => Refused(state, said),
        };
    }

    private static DeliveryAnswer Closed(string said) => new(
        AnswerKind.DatasetRefused, OperatorMessage: $"前置库的表或列不存在，或我方账号无权使用（{said}），请核对 tables、technical 与授权");

    private static DeliveryAnswer Refused(string state, string said) => new(
        AnswerKind.PacketRefused, OperatorMessage: $"{Reasons.GetValueOrDefault(state, "前置表拒绝写入该数据")}（{said}）");

    private static DeliveryAnswer Later(string said) => new(AnswerKind.Transient, OperatorMessage: $"the front database is not available now ({said})");
}
