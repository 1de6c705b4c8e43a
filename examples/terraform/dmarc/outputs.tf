output "record" {
  description = "The record to publish: name, type, ttl, value (joined), chunks (character-strings)"
  value = {
    name   = local.answer.record_name
    type   = local.answer.record_type
    ttl    = try(jsondecode(local.answer.records_json)[0].ttl, 3600)
    value  = local.answer.record_value
    chunks = jsondecode(local.answer.record_chunks_json)
  }
  precondition {
    condition     = local.answer.schema == "dmarcramp.tf-external/1"
    error_message = "dmarcramp answers in schema ${local.answer.schema}; this module reads dmarcramp.tf-external/1."
  }
  precondition {
    condition     = local.answer.phase_allowed == "true"
    error_message = "${var.domain} may not enter ${var.phase}: ${join("; ", local.blocking)}."
  }
}

output "phase" {
  value = local.answer.phase
}

output "next_phase" {
  description = "The phase after the published one; empty at the end"
  value       = local.answer.next_phase
}

output "ready" {
  description = "Whether next_phase may begin"
  value       = local.answer.ready == "true"
}

output "blocking" {
  description = "What stands in the way of the phase"
  value       = local.blocking
}

output "current_value" {
  description = "The record that is published now"
  value       = local.answer.current_value
}
