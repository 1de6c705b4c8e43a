# The DMARC record of a domain in one phase of its rollout. The phase comes from your code: it
# changes in a reviewed commit, and never by itself.
terraform {
  required_version = ">= 1.5"
  required_providers {
    external = {
      source  = "hashicorp/external"
      version = ">= 2.3.2"
    }
  }
}

data "external" "dmarcramp" {
  program = concat(var.program, ["tf-external"])
  query = {
    schema               = "1"
    domain               = var.domain
    phase                = var.phase
    rua                  = var.rua
    evidence             = var.evidence
    zone                 = var.zone
    as_of                = var.as_of
    config               = var.config
    accept_unknown_gates = length(var.accept_unknown_gates) > 0 ? join(",", var.accept_unknown_gates) : null
  }
}

locals {
  answer   = data.external.dmarcramp.result
  blocking = jsondecode(local.answer.blocking_json)
  findings = jsondecode(local.answer.findings_json)
}

# A warning in plan and apply; it stops nothing.
check "records_without_warnings" {
  assert {
    condition     = tonumber(local.answer.lint_errors) + tonumber(local.answer.lint_warnings) == 0
    error_message = "${var.domain}: ${join("; ", [for f in local.findings : "${f.rule} ${f.message}"])}"
  }
}
